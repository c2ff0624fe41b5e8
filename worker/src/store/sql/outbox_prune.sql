-- Deletes messages older than the retention period, delivered or not.
DELETE FROM outbox WHERE made_at_ms < :before_ms
