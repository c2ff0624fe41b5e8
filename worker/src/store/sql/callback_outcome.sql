-- The callback after the batch that may have written it.
-- :previous_payload_hash the same under the key before, or null
SELECT
  rev,
  attempt_id IS :attempt_id AS written,
  revised_at_ms IS NOT NULL AS revised,
  (payload_hash IS :payload_hash OR payload_hash IS :previous_payload_hash) AS same_payload,
  survey IS :survey AS same_survey,
  state,
  "by",
  due_at_ms
FROM callback
WHERE id = :id
