-- The number of requests of some days by state, and how many of them are overdue: open, due from
-- :overdue_from_ms and before :now_ms, and nobody has tried to reach the visitor. Those in quarantine are left out.
-- :from and :to days, both included, null for no limit; :limit rows that are read at most
-- A day of any zone begins and ends within two days of the same date in UTC.
SELECT
  state,
  count(*) AS n,
  sum(
    state IN ('new', 'in_work') AND due_at_ms >= :overdue_from_ms AND due_at_ms < :now_ms
    AND NOT EXISTS (SELECT 1 FROM case_event AS e WHERE e.callback = counted.id AND e.kind = 'attempt')
  ) AS overdue
FROM (
  SELECT id, state, coalesce(due_at_ms, 0) AS due_at_ms
  FROM callback
  WHERE request = id
    AND quarantine IS NOT 'held'
    AND received_at_ms >= coalesce(unixepoch(:from, '-1 day') * 1000, 0)
    AND received_at_ms < coalesce(unixepoch(:to, '+2 days') * 1000, 9e15)
    AND (:from IS NULL OR day >= :from)
    AND (:to IS NULL OR day <= :to)
  LIMIT :limit
) AS counted
GROUP BY state
