-- ?1 id
SELECT * FROM event_told WHERE id = ?1
