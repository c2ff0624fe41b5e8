-- The reasons for which submissions were taken without a verdict since :since_ms, the latest first.
SELECT reason, n, since_ms, latest_ms
FROM turnstile_outage
WHERE latest_ms >= :since_ms
ORDER BY latest_ms DESC, reason
