-- Adds a step to a request, where its state allows the step. A request in quarantine is decided about first.
-- :from JSON array of states
INSERT INTO case_event (id, callback, at_ms, kind, word, actor, token, attempt_id)
SELECT :id, c.id, :now_ms, :kind, :word, :actor, :token, :attempt_id
FROM callback AS c
WHERE c.id = :callback AND c.request = c.id AND c.quarantine IS NOT 'held'
  AND c.state IN (SELECT value FROM json_each(:from))
ON CONFLICT (id) DO NOTHING
