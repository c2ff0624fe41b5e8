-- An event's invites that take answers, in the order of their references.
-- ?1 event, ?2 survey, ?3 today in the agency's zone, ?4 1 to leave out those that were answered,
-- ?5 after which reference, ?6 how many at most
SELECT json_array(i.reference, i.code) AS row
FROM invite_open AS i
WHERE i.event = ?1
  AND i.survey = ?2
  AND i.until >= ?3
  AND (?4 = 0 OR NOT EXISTS (
    SELECT 1 FROM response WHERE id = i.response AND status = 'accepted'
  ))
  AND i.reference > ?5
ORDER BY i.reference
LIMIT ?6
