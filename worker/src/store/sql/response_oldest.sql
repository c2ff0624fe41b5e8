-- Responses, the oldest first, after the last one of the page before; begins with response_columns.sql.
-- A day of any zone begins and ends within two days of the same date in UTC: nothing else is read.
  AND (received_at_ms, id) > (max(:after_ms, coalesce(unixepoch(:from, '-1 day') * 1000, :after_ms)), :after_id)
  AND received_at_ms < coalesce(unixepoch(:to, '+2 days') * 1000, 9e15)
ORDER BY received_at_ms, id
LIMIT :limit
