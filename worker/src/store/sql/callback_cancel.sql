-- Cancels a request that is open; every other stays what it is.
-- ?1 id
UPDATE callback SET state = 'cancelled'
WHERE id = ?1 AND state IN ('new', 'in_work')
