-- Has every target told of a client's low answer that this batch wrote and that counts. The response may
-- be what an older revision makes of it: then the digest is another.
-- ?1 id, ?2 write id, ?3 targets as a JSON array, ?4 now (UTC ms), ?5 by when to answer (UTC ms), ?6 digest,
-- ?7 kind
INSERT INTO notice (target, kind, subject, due_at_ms, made_at_ms, next_at_ms)
SELECT t.value, ?7, r.id, ?5, ?4, ?4
FROM response AS r, json_each(?3) AS t
WHERE r.id = ?1 AND r.write_id = ?2 AND r.digest = ?6 AND r.standing = 'counted'
ON CONFLICT (target, kind, subject) DO NOTHING
