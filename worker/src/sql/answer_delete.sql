-- Removes the answers that a higher revision replaces.
-- ?1 id, ?2 new revision, ?3 survey, ?4 earliest receipt that may still be corrected (UTC ms)
DELETE FROM answer
WHERE response = (
  SELECT id FROM response
  WHERE id = ?1 AND rev < ?2 AND survey = ?3 AND received_at_ms > ?4
)
