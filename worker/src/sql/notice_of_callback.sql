-- Has every target told of the callback that this batch wrote; of its corrections they are not told again.
-- ?1 id, ?2 write id, ?3 targets as a JSON array, ?4 now (UTC ms), ?5 kind
INSERT INTO notice (target, kind, subject, due_at_ms, made_at_ms, next_at_ms)
SELECT t.value, ?5, c.id, c.promised_at_ms, ?4, ?4
FROM callback AS c, json_each(?3) AS t
WHERE c.id = ?1 AND c.write_id = ?2
ON CONFLICT (target, kind, subject) DO NOTHING
