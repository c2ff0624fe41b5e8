-- Deletes entries of the audit log older than the retention period.
DELETE FROM audit WHERE at_ms < :before_ms
