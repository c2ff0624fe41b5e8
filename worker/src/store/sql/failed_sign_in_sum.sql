-- The failed sign-ins of some days, and whether a rate limit refused more of them.
-- :action their word in the audit log
SELECT coalesce(sum(n), 0) AS n, coalesce(max(throttled), 0) AS throttled
FROM (
  SELECT detail ->> 'n' AS n, coalesce(detail ->> 'throttled', 0) AS throttled
  FROM audit
  WHERE action = :action AND at_ms >= :since_ms
  UNION ALL
  SELECT n, throttled FROM failed_sign_in
)
