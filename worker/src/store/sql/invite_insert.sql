-- Stores invites. One that the same issuer made before keeps its code and response, and its last day can only move later.
-- :rows JSON array of [code, response, reference]; :until the last day; :touchpoint may be null
INSERT INTO invite (
  code, response, reference, survey, event, touchpoint, channel, issuer, issued_at_ms, sent_at_ms, until
)
SELECT
  value ->> 0, value ->> 1, value ->> 2, :survey, :event, :touchpoint, :channel, :issuer, :now_ms, :sent_at_ms, :until
FROM json_each(:rows)
WHERE true
ON CONFLICT (code) DO UPDATE SET until = max(until, excluded.until)
-- Another LINK_KEY makes another code for the same reference; the code that was sent remains valid.
ON CONFLICT (event, survey, reference, issuer) DO UPDATE SET until = max(until, excluded.until)
