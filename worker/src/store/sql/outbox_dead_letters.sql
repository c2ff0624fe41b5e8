-- Undelivered messages, the newest first: dead, or waiting after a failed attempt.
SELECT destination, kind, n, made_at_ms, state, attempts, error
FROM outbox
WHERE state = 'dead' OR (state = 'waiting' AND error <> '')
ORDER BY seq DESC
LIMIT :limit
