-- After a correction that moved the first row of a request to another phone: the rows of the old phone are a request of
-- their own again, of which the earliest is the first.
UPDATE callback SET request = (
    SELECT rest.id FROM callback AS rest
    WHERE rest.request = :id AND rest.phone_hash <> (SELECT phone_hash FROM callback WHERE id = :id)
    ORDER BY rest.received_at_ms, rest.id
    LIMIT 1
  )
WHERE request = :id AND phone_hash <> (SELECT phone_hash FROM callback WHERE id = :id)
