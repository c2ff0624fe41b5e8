-- The number and the role of a token, and the manager whose token it is; no row for one that is unknown, expired or revoked.
-- :hash SHA-256 of the token in hex
SELECT id, role, manager
FROM token
WHERE hash = :hash AND revoked_at_ms IS NULL AND expires_at_ms > :now_ms
