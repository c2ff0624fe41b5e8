-- Issues invites. Issued again, one stays what it was, and its last day may only move away.
-- ?1 rows as a JSON array of [code, response, reference], ?2 survey, ?3 event, ?4 touchpoint or null,
-- ?5 channel, ?6 when its letter went out (UTC ms), ?7 last day
INSERT INTO invite (
  code, response, reference, survey, event, touchpoint, channel, sent_at_ms, until
)
SELECT value ->> 0, value ->> 1, value ->> 2, ?2, ?3, ?4, ?5, ?6, ?7
FROM json_each(?1)
WHERE true
ON CONFLICT (code) DO UPDATE SET until = max(until, excluded.until)
-- Under another key it would get another code; the one that is out goes on.
ON CONFLICT (event, survey, reference) DO UPDATE SET until = max(until, excluded.until)
