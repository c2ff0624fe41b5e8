-- Cancels an open callback; a callback in any other state stays as it is.
UPDATE callback SET state = 'cancelled'
WHERE id = :id AND state IN ('new', 'in_work')
