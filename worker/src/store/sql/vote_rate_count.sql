-- Counts an accepted vote that is new to an open link in the current window; a vote that a correction moves to this
-- link is new.
-- Quarantined and rejected votes are not counted: otherwise a person without a valid vote could start a burst, and
-- have the votes of others quarantined.
-- A vote that arrives late, from before the current window, leaves the count as it is.
-- :event as the link named it, or null
INSERT INTO vote_rate (survey, event, window_no, n)
SELECT :survey, coalesce((SELECT id FROM event WHERE id = :event), ''), :window_no, 1
WHERE :status = 'accepted'
  AND NOT EXISTS (
    SELECT 1 FROM response
    WHERE id = :id AND (attempt_id <> :attempt_id OR event IS (SELECT id FROM event WHERE id = :event))
  )
ON CONFLICT (survey, event) DO UPDATE SET
  n = CASE
    WHEN window_no = excluded.window_no THEN n + 1
    WHEN window_no > excluded.window_no THEN n
    ELSE 1
  END,
  window_no = max(window_no, excluded.window_no)
