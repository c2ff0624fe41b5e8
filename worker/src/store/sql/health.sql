-- The version of the database's schema, and the oldest version whose workers may write to it.
SELECT version, writes_from FROM schema
