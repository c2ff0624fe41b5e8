-- Forgets what was made long ago, told or not: nobody waits for it any more.
-- ?1 made before (UTC ms)
DELETE FROM outbox WHERE made_at_ms < ?1
