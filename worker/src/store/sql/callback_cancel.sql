-- Cancels the open request that a callback belongs to; one in any other state stays as it is.
UPDATE callback SET state = 'cancelled'
WHERE id = (SELECT request FROM callback WHERE id = :id) AND state IN ('new', 'in_work')
