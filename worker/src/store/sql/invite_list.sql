-- An event's invites that accept answers, sorted by reference and issuer.
-- :today in the agency's zone; :issuer null for all; :unanswered 1 to leave out those with an accepted response;
-- :after_reference and :after_issuer of the last one of the page before, or empty
SELECT
  i.reference, i.issuer, i.code, i.issued_at_ms,
  EXISTS (SELECT 1 FROM response WHERE id = i.response AND status = 'accepted') AS answered
FROM invite_open AS i
WHERE i.event = :event
  AND i.survey = :survey
  AND i.until >= :today
  AND (:issuer IS NULL OR i.issuer = :issuer)
  AND (:unanswered = 0 OR NOT answered)
  AND (i.reference, i.issuer) > (:after_reference, :after_issuer)
ORDER BY i.reference, i.issuer
LIMIT :limit
