-- Events that are over, and whether anybody has answered about them.
-- ?1 today, ?2 and ?3 modifiers of the first day and of the day after the last, ?4 how many at most, ?5 whose alone or null
SELECT json_array(
  id, title, date, manager,
  EXISTS (SELECT 1 FROM tally WHERE rollup = 'event_only_month' AND tally.event = event.id AND tally.n > 0) || ''
) AS row
FROM event
WHERE date >= date(?1, ?2) AND date < date(?1, ?3) AND state <> 'cancelled'
  AND (?5 IS NULL OR manager = ?5)
ORDER BY date DESC, id
LIMIT ?4
