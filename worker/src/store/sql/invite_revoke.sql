-- Revokes an invite; what was counted through it stays.
-- ?1 event, ?2 survey, ?3 reference, ?4 now (UTC ms)
UPDATE invite SET revoked_at_ms = ?4
WHERE event = ?1 AND survey = ?2 AND reference = ?3 AND revoked_at_ms IS NULL
