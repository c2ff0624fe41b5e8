-- The responses that this batch moved.
-- ?1 ids as a JSON array, ?2 write id
SELECT id AS row FROM response
WHERE id IN (SELECT value FROM json_each(?1)) AND attempt_id = ?2
