-- Keeps a decision of the director's with its reason.
-- ?1 ids as a JSON array, ?2 write id, ?3 action or null, ?4 reason, ?5 now (UTC ms)
INSERT INTO ruling (response, at_ms, action, reason)
SELECT id, ?5, ?3, ?4 FROM response
WHERE id IN (SELECT value FROM json_each(?1)) AND write_id = ?2 AND ?3 IS NOT NULL
ON CONFLICT DO NOTHING
