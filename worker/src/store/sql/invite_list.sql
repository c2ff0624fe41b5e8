-- An event's invites that accept answers, sorted by reference.
-- :today in the agency's zone; :unanswered 1 to leave out those with an accepted response; :after the last
-- reference of the page before, or empty
SELECT i.reference, i.code
FROM invite_open AS i
WHERE i.event = :event
  AND i.survey = :survey
  AND i.until >= :today
  AND (:unanswered = 0 OR NOT EXISTS (
    SELECT 1 FROM response WHERE id = i.response AND status = 'accepted'
  ))
  AND i.reference > :after
ORDER BY i.reference
LIMIT :limit
