-- Adds an event's count of invites to the agency's, or takes it out of there.
-- ?1 event, ?2 1 to add it, -1 to take it out
INSERT INTO invite_count (event, survey, touchpoint, channel, n)
SELECT '', survey, touchpoint, channel, n FROM invite_count WHERE event = ?1
ON CONFLICT DO UPDATE SET n = n + ?2 * excluded.n
