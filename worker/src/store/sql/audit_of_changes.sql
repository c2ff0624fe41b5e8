-- Logs the rows that the statement before this one changed, if it changed any; begins with audit_insert.sql.
-- :detail JSON object, to which their number is added as `n`
  json_set(:detail, '$.n', changes())
WHERE changes() > 0
ON CONFLICT (id) DO NOTHING
