-- Revokes an invite; its response stays counted.
UPDATE invite SET revoked_at_ms = :now_ms
WHERE event = :event AND survey = :survey AND reference = :reference AND revoked_at_ms IS NULL
