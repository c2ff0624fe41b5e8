-- Stores the sealed contact of the callback that this batch wrote.
-- ?1 callback, ?2 write id, ?3 key id, ?4 sealed
INSERT INTO contact (callback, key_id, sealed)
SELECT ?1, ?3, ?4
WHERE EXISTS (SELECT 1 FROM callback WHERE id = ?1 AND attempt_id = ?2)
ON CONFLICT (callback) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed
