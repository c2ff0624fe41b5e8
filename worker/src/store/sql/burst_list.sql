-- The votes of an open link in a window_no that still count.
-- ?1 survey, ?2 id of a vote that was set aside, ?3 start of the window_no (UTC ms), ?4 how many at most
SELECT r.id AS row
FROM response AS r
WHERE r.survey = ?1
  AND r.event IS (SELECT event FROM response WHERE id = ?2)
  AND r.status = 'accepted'
  AND r.received_at_ms >= ?3
  AND r.source <> 'invite'
  AND r.decision IS NULL
LIMIT ?4
