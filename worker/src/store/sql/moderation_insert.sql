-- Logs a decision of the director with its reason.
-- :ids JSON array; :decision null where it was not the director who moved the responses
INSERT INTO moderation (response, at_ms, action, reason)
SELECT
  id,
  -- Two decisions within one millisecond are kept as two.
  max(
    :now_ms,
    coalesce((SELECT max(earlier.at_ms) + 1 FROM moderation AS earlier WHERE earlier.response = response.id), 0)
  ),
  :decision, :reason
FROM response
WHERE id IN (SELECT value FROM json_each(:ids)) AND attempt_id = :attempt_id AND :decision IS NOT NULL
  -- An earlier attempt of this batch may have been committed although its answer was lost.
  AND NOT EXISTS (
    SELECT 1 FROM moderation AS same
    WHERE same.response = response.id AND same.at_ms = :now_ms AND same.action = :decision AND same.reason = :reason
  )
