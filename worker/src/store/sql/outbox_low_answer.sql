-- Adds a message to every destination about a client's low answer that this attempt wrote and that is accepted.
-- The response of an invite may have the state of an older revision: its payload_hash differs then.
-- :destinations JSON array
INSERT INTO outbox (destination, kind, subject, due_at_ms, made_at_ms, next_at_ms)
SELECT d.value, :kind, r.id, :due_at_ms, :now_ms, :now_ms
FROM response AS r, json_each(:destinations) AS d
WHERE r.id = :id AND r.attempt_id = :attempt_id AND r.payload_hash = :payload_hash AND r.status = 'accepted'
ON CONFLICT (destination, kind, subject) DO NOTHING
