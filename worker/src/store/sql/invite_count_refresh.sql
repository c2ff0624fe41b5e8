-- Counts the agency's invites to an event again: those that are not revoked, and those that were answered before they
-- were.
INSERT INTO invite_count (event, survey, touchpoint, channel, n)
SELECT
  event, survey, coalesce(touchpoint, ''), channel,
  sum(issuer = 'agency' AND (revoked_at_ms IS NULL OR EXISTS (SELECT 1 FROM response WHERE id = invite.response)))
FROM invite
WHERE event = :event
GROUP BY 1, 2, 3, 4
ON CONFLICT DO UPDATE SET n = excluded.n
