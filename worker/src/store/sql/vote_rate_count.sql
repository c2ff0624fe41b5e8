-- Counts an accepted vote that is new in the current window of its open link; a correction of one that was accepted, or
-- set aside by a limit, is not new.
-- Quarantined and rejected votes are not counted: otherwise a person without a valid vote could start a burst, and
-- have the votes of others quarantined.
-- A vote that arrives late, from before the current window, leaves the count as it is.
-- :event the code of an event's link, its id, another text, or null; :today in the agency's zone
INSERT INTO vote_rate (survey, source, event, window_no, n, guests)
SELECT
  :survey,
  coalesce(stored.source, iif(e.code = :event AND e.until >= :today, 'event_link', 'open')),
  coalesce(e.id, ''),
  :window_no,
  1,
  e.guests
FROM (SELECT 1)
LEFT JOIN response AS stored ON stored.id = :id
LEFT JOIN guest_link AS e ON e.id = iif(
  stored.id IS NULL, coalesce((SELECT id FROM event WHERE code = :event), :event), stored.event
)
WHERE :status = 'accepted'
  AND (
    stored.id IS NULL
    OR stored.attempt_id = :attempt_id
      AND stored.status <> 'accepted'
      AND coalesce(stored.flag, '') NOT IN ('burst', 'over_guests')
  )
ON CONFLICT (survey, source, event) DO UPDATE SET
  n = CASE
    WHEN window_no = excluded.window_no THEN n + 1
    WHEN window_no > excluded.window_no THEN n
    ELSE 1
  END,
  guests = CASE
    WHEN window_no < excluded.window_no THEN excluded.guests
    ELSE max(coalesce(guests, excluded.guests), coalesce(excluded.guests, guests))
  END,
  window_no = max(window_no, excluded.window_no)
