-- After callback_cancel.sql: the rows that joined a cancelled request are a request of their own, of which the earliest is
-- the first.
UPDATE callback SET request = (
    SELECT rest.id FROM callback AS rest
    WHERE rest.request = :id AND rest.id <> :id AND rest.state IN ('new', 'in_work')
    ORDER BY rest.received_at_ms, rest.id
    LIMIT 1
  )
WHERE request = :id AND id <> :id AND state IN ('new', 'in_work')
  AND (SELECT state FROM callback AS first WHERE first.id = :id) = 'cancelled'
