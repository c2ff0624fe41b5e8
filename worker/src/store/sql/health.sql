-- The schema of the database, and the oldest whose workers may write to it.
SELECT json_array(version || '', writes_from || '') AS row FROM schema
