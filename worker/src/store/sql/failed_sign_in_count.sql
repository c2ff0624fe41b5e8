-- Counts a wrong guess at the director's secret in its minute.
-- :n 1, or 0 where it is stored only that a rate limit refused some
INSERT INTO failed_sign_in (minute, n, throttled)
VALUES (:minute, :n, :throttled)
ON CONFLICT (minute) DO UPDATE SET
  n = n + excluded.n,
  throttled = max(throttled, excluded.throttled)
