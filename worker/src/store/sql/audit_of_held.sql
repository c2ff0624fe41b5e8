-- Logs the director's decision about the responses that this attempt claimed. Begins with audit_insert.sql.
-- :ids JSON array
  json_object('survey', :survey, 'decision', :decision, 'n', counts.n)
FROM (
  SELECT count(*) AS n FROM response
  WHERE id IN (SELECT value FROM json_each(:ids)) AND attempt_id = :attempt_id
) AS counts
WHERE counts.n > 0
ON CONFLICT (id) DO NOTHING
