-- What the holder of a token may do: its role, and the manager whose it is. Nothing of one that is unknown,
-- expired or revoked.
-- ?1 SHA-256 of the token in hex, ?2 now (UTC ms)
SELECT json_array(role, coalesce(manager, '')) AS row
FROM token
WHERE hash = ?1 AND revoked_at_ms IS NULL AND expires_at_ms > ?2
