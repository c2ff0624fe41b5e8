-- Keeps a decision of the director's with its reason.
-- ?1 ids as a JSON array, ?2 write id, ?3 action or null, ?4 reason, ?5 now (UTC ms)
INSERT INTO moderation (response, at_ms, action, reason)
SELECT
  id,
  -- Two within a millisecond are still two.
  max(?5, coalesce((SELECT max(earlier.at_ms) + 1 FROM moderation AS earlier WHERE earlier.response = response.id), 0)),
  ?3, ?4
FROM response
WHERE id IN (SELECT value FROM json_each(?1)) AND attempt_id = ?2 AND ?3 IS NOT NULL
  -- The batch may have been committed before, and its answer lost.
  AND NOT EXISTS (
    SELECT 1 FROM moderation AS same
    WHERE same.response = response.id AND same.at_ms = ?5 AND same.action = ?3 AND same.reason = ?4
  )
