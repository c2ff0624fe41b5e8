-- Counts the agency's invites to an event again: those that are not revoked, and those that were answered before they
-- were; and how many were answered.
INSERT INTO invite_count (event, survey, touchpoint, channel, n, answered)
SELECT
  i.event, i.survey, coalesce(i.touchpoint, ''), i.channel,
  sum(i.issuer = 'agency' AND (i.revoked_at_ms IS NULL OR r.id IS NOT NULL)),
  sum(i.issuer = 'agency' AND r.status IS 'accepted')
FROM invite AS i
LEFT JOIN response AS r ON r.id = i.response
WHERE i.event = :event
GROUP BY 1, 2, 3, 4
ON CONFLICT DO UPDATE SET n = excluded.n, answered = excluded.answered
