-- Logs that somebody reads; begins with audit_insert.sql.
-- :detail JSON object
  :detail
WHERE true
ON CONFLICT (id) DO NOTHING
