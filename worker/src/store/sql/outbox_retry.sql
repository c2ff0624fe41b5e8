-- Makes every undelivered message due for an attempt now.
UPDATE outbox SET state = 'waiting', attempts = 0, next_at_ms = :now_ms
WHERE state = 'dead' OR (state = 'waiting' AND error <> '')
