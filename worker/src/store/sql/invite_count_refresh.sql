-- Counts an event's invites anew: those that stand, and those that were answered before they were
-- revoked.
-- ?1 event
INSERT INTO invite_count (event, survey, touchpoint, channel, n)
SELECT
  event, survey, coalesce(touchpoint, ''), channel,
  sum(revoked_at_ms IS NULL OR EXISTS (SELECT 1 FROM response WHERE id = invite.response))
FROM invite
WHERE event = ?1
GROUP BY 1, 2, 3, 4
ON CONFLICT DO UPDATE SET n = excluded.n
