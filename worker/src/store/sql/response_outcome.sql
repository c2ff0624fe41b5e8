-- The response after the batch that may have written it.
-- :since_ms the start of the window of `vote_rate`
SELECT
  rev,
  attempt_id IS :attempt_id AS written,
  revised_at_ms IS NOT NULL AS revised,
  payload_hash IS :payload_hash AS same_payload,
  survey IS :survey AND invite IS NULL AS same_survey,
  flag IS 'burst' AND received_at_ms >= :since_ms AS burst
FROM response
WHERE id = :id
