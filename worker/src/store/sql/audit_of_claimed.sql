-- Logs how many responses this attempt stored or claimed; nothing where there are none. Begins with audit_insert.sql.
-- :ids JSON array; :detail JSON object, to which their number is added as `n`
  json_set(:detail, '$.n', counts.n)
FROM (
  SELECT count(*) AS n FROM response
  WHERE id IN (SELECT value FROM json_each(:ids)) AND attempt_id = :attempt_id
) AS counts
WHERE counts.n > 0
ON CONFLICT (id) DO NOTHING
