-- Adds a step to a request, where its state allows the step. A request in quarantine is decided about first. A phone has one
-- open request: a closed one is not opened again beside it.
-- :from JSON array of states
INSERT INTO case_event (id, callback, at_ms, kind, word, actor, token, attempt_id)
SELECT :id, c.id, :now_ms, :kind, :word, :actor, :token, :attempt_id
FROM callback AS c
WHERE c.id = :callback AND c.request = c.id AND c.quarantine IS NOT 'held'
  AND c.state IN (SELECT value FROM json_each(:from))
  AND NOT (
    :kind = 'reopened' AND EXISTS (
      SELECT 1 FROM callback AS open
      WHERE open.phone_hash = c.phone_hash AND open.request = open.id AND open.state IN ('new', 'in_work')
        AND open.quarantine IS NOT 'held'
    )
  )
ON CONFLICT (id) DO NOTHING
