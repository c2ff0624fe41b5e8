-- Stores a client's low answer that this attempt wrote and that is accepted, unless the response had one before.
-- The response of an invite may have the state of an older revision: its payload_hash differs then.
INSERT INTO low_answer (response, attempt_id, is_invited, at_ms, scores)
SELECT
  r.id, :attempt_id, r.source = 'invite', :now_ms,
  coalesce((SELECT group_concat(score, ', ') FROM answer WHERE response = r.id AND score IS NOT NULL), '')
FROM response AS r
WHERE r.id = :id AND r.attempt_id = :attempt_id AND r.payload_hash = :payload_hash AND r.status = 'accepted'
ON CONFLICT (response) DO NOTHING
