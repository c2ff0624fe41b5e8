-- Adds an event's invite counts to the agency's (:sign 1), or subtracts them (:sign -1).
INSERT INTO invite_count (event, survey, touchpoint, channel, n, answered)
SELECT '', survey, touchpoint, channel, n, answered FROM invite_count WHERE event = :event
ON CONFLICT DO UPDATE SET n = n + :sign * excluded.n, answered = answered + :sign * excluded.answered
