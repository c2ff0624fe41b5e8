-- What could not be told, the latest first: dead, or tried and waiting.
-- ?1 how many at most
SELECT json_array(destination, kind, made_at_ms || '', state, attempts || '', error) AS row
FROM outbox
WHERE state = 'dead' OR (state = 'waiting' AND error <> '')
ORDER BY seq DESC
LIMIT ?1
