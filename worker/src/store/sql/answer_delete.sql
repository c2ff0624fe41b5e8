-- Removes the answers of the response that this batch marked.
-- ?1 id, ?2 write id
DELETE FROM answer
WHERE response = (SELECT id FROM response WHERE id = ?1 AND attempt_id = ?2)
