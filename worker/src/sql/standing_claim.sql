-- Marks responses as this batch's to move. What the director decided, nothing else moves.
-- ?1 ids as a JSON array, ?2 write id, ?3 the director's action or null
UPDATE response SET write_id = ?2
WHERE id IN (SELECT value FROM json_each(?1)) AND (?3 IS NOT NULL OR ruling IS NULL)
