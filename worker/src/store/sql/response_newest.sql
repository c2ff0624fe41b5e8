-- Responses, the newest first, after the last one of the page before; begins with response_columns.sql.
-- A day of any zone begins and ends within two days of the same date in UTC: nothing else is read.
  AND (received_at_ms, id) < (min(:after_ms, coalesce(unixepoch(:to, '+2 days') * 1000, :after_ms)), :after_id)
  AND received_at_ms >= coalesce(unixepoch(:from, '-1 day') * 1000, 0)
ORDER BY received_at_ms DESC, id DESC
LIMIT :limit
