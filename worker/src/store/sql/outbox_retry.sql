-- Has what is dead, and what waits after a error, tried again at once.
-- ?1 now (UTC ms)
UPDATE outbox SET state = 'waiting', attempts = 0, next_at_ms = ?1
WHERE state = 'dead' OR (state = 'waiting' AND error <> '')
