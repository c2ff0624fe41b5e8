-- Logs the director's decision about corrections, with its reason.
INSERT INTO moderation (response, at_ms, action, reason)
SELECT
  :response,
  -- Two decisions within one millisecond are kept as two.
  max(:now_ms, coalesce((SELECT max(at_ms) + 1 FROM moderation WHERE response = :response), 0)),
  iif(:adopt, 'adopt', 'decline'), :reason
WHERE EXISTS (SELECT 1 FROM revision WHERE response = :response AND attempt_id = :attempt_id)
