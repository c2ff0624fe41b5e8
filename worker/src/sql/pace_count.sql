-- Counts a vote that is new to an open link in the current stretch of time: also one that a correction
-- moves to it.
-- ?1 id, ?2 survey, ?3 event as named or null, ?4 stretch
INSERT INTO pace (survey, event, stretch, n)
SELECT ?2, coalesce((SELECT id FROM event WHERE id = ?3), ''), ?4, 1
WHERE NOT EXISTS (
  SELECT 1 FROM response WHERE id = ?1 AND event IS (SELECT id FROM event WHERE id = ?3)
)
ON CONFLICT (survey, event) DO UPDATE SET
  n = CASE WHEN stretch = excluded.stretch THEN n + 1 ELSE 1 END,
  stretch = excluded.stretch
