-- Counts a submission that this attempt wrote although Turnstile gave no verdict.
-- :id of a response or a callback; :gap_ms without any, after which they are counted anew
INSERT INTO turnstile_outage (reason, n, since_ms, latest_ms)
SELECT :reason, 1, :now_ms, :now_ms
WHERE EXISTS (SELECT 1 FROM response WHERE id = :id AND attempt_id = :attempt_id)
  OR EXISTS (SELECT 1 FROM callback WHERE id = :id AND attempt_id = :attempt_id)
ON CONFLICT (reason) DO UPDATE SET
  n = iif(excluded.latest_ms - latest_ms > :gap_ms, 1, n + 1),
  since_ms = iif(excluded.latest_ms - latest_ms > :gap_ms, excluded.since_ms, since_ms),
  latest_ms = max(latest_ms, excluded.latest_ms)
