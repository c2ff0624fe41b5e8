-- A row for a session that is open.
-- :hash see `session.rs`
SELECT 1 AS is_open FROM session WHERE hash = :hash AND expires_at_ms > :now_ms
