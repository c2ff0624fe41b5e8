-- One event; begins with event_columns.sql.
WHERE id = :id
