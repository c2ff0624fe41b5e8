-- Has every destination told of a client's low answer that this batch wrote and that counts. The response may
-- be what an older revision makes of it: then the payload_hash is another.
-- ?1 id, ?2 write id, ?3 destinations as a JSON array, ?4 now (UTC ms), ?5 by when to answer (UTC ms), ?6 payload_hash,
-- ?7 kind
INSERT INTO outbox (destination, kind, subject, due_at_ms, made_at_ms, next_at_ms)
SELECT t.value, ?7, r.id, ?5, ?4, ?4
FROM response AS r, json_each(?3) AS t
WHERE r.id = ?1 AND r.attempt_id = ?2 AND r.payload_hash = ?6 AND r.status = 'accepted'
ON CONFLICT (destination, kind, subject) DO NOTHING
