-- Adds an event's count of invites to the agency's, or takes it out of there.
-- ?1 event, ?2 1 to add it, -1 to take it out
INSERT INTO issued (event, survey, touchpoint, channel, n)
SELECT '', survey, touchpoint, channel, n FROM issued WHERE event = ?1
ON CONFLICT DO UPDATE SET n = n + ?2 * excluded.n
