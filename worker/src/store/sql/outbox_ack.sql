-- Stores the result of an attempt to deliver, unless a later claim has begun or the message has changed.
UPDATE outbox SET state = :state, next_at_ms = :next_at_ms, error = :error
WHERE seq = :seq AND claim = :claim
