-- Stores the sealed contact of the callback that this attempt wrote.
INSERT INTO contact (callback, key_id, sealed)
SELECT :callback, :key_id, :sealed
WHERE EXISTS (SELECT 1 FROM callback WHERE id = :callback AND attempt_id = :attempt_id)
ON CONFLICT (callback) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed
