-- The callback after the batch that may have written it, with the state of its request.
-- :previous_payload_hash the same under the key before, or null
SELECT
  c.rev,
  c.attempt_id IS :attempt_id AS written,
  c.revised_at_ms IS NOT NULL AS revised,
  (c.payload_hash IS :payload_hash OR c.payload_hash IS :previous_payload_hash) AS same_payload,
  c.survey IS :survey AS same_survey,
  iif(c.state = 'cancelled', c.state, first.state) AS state,
  c."by",
  c.due_at_ms
FROM callback AS c
JOIN callback AS first ON first.id = c.request
WHERE c.id = :id
