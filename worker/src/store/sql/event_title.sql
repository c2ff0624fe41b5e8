-- The name of the event that a vote page's address names, by its id or by the code of its guest link.
SELECT title FROM event WHERE id = :event OR code = :event LIMIT 1
