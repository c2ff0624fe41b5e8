-- Breaks a constraint, and with it the batch, where this worker must not write to the database's schema. One row
-- read, none written.
-- :schema the schema that this worker writes
INSERT INTO schema (version, writes_from)
SELECT 0, 0 FROM schema WHERE version < :schema OR writes_from > :schema
