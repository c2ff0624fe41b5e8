-- Counts a vote that counts and is new to an open link in the current window_no of time: also one that a
-- correction moves to it. What is set aside anyhow, and what is not stored, is no part of a burst: else
-- whoever has no vote could set others' aside.
-- A vote that was long on its way, from before the current window_no, leaves the count as it is.
-- ?1 id, ?2 write id, ?3 survey, ?4 event as named or null, ?5 window_no, ?6 status
INSERT INTO vote_rate (survey, event, window_no, n)
SELECT ?3, coalesce((SELECT id FROM event WHERE id = ?4), ''), ?5, 1
WHERE ?6 = 'accepted'
  AND NOT EXISTS (
    SELECT 1 FROM response
    WHERE id = ?1 AND (attempt_id <> ?2 OR event IS (SELECT id FROM event WHERE id = ?4))
  )
ON CONFLICT (survey, event) DO UPDATE SET
  n = CASE
    WHEN window_no = excluded.window_no THEN n + 1
    WHEN window_no > excluded.window_no THEN n
    ELSE 1
  END,
  window_no = max(window_no, excluded.window_no)
