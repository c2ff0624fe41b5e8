-- Breaks a constraint, and with it the batch, where the database is of a schema that this worker must not
-- write to. One row read, none written.
-- ?1 the schema that this worker knows
INSERT INTO schema (version, writes_from)
SELECT 0, 0 FROM schema WHERE version < ?1 OR writes_from > ?1
