-- Forgets what arrived long ago.
-- ?1 made before (UTC ms)
DELETE FROM notice WHERE state = 'sent' AND seq <= (
  SELECT coalesce(max(seq), 0) FROM notice WHERE state = 'sent' AND made_at_ms < ?1
)
