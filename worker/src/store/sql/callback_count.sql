-- Callbacks of some days, by state, and how many of them are overdue.
-- ?1 first day, ?2 last day, each null for all; promised from ?3 and before ?4 (UTC ms) is overdue, where it is
-- open; ?5 how many are looked at
-- A day of any zone begins and ends within two days of its namesake in UTC.
SELECT json_array(
  state, count(*) || '', sum(state IN ('new', 'in_work') AND due_at_ms >= ?3 AND due_at_ms < ?4) || ''
) AS row
FROM (
  SELECT state, coalesce(due_at_ms, 0) AS due_at_ms
  FROM callback
  WHERE received_at_ms >= coalesce(unixepoch(?1, '-1 day') * 1000, 0)
    AND received_at_ms < coalesce(unixepoch(?2, '+2 days') * 1000, 9e15)
    AND (?1 IS NULL OR day >= ?1)
    AND (?2 IS NULL OR day <= ?2)
  LIMIT ?5
)
GROUP BY state
