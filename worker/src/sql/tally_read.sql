-- The counts behind an aggregate, apart by group, survey, question, option, basis, standing, event.
-- Manager and client are the event's, as the agency has them now.
-- ?1 surveys as a JSON array, ?2 event, ?3 touchpoint, ?4 manager, ?5 channel, ?6 locale,
-- ?7 first day, ?8 last day; each of ?2 to ?8 null for all. ?9 the dimension to group by, or null
SELECT json_array(
  grp, survey, question, option, basis, standing, event, coalesce(guests || '', ''), n || '',
  v0 || '', v1 || '', v2 || '', v3 || '', v4 || '', v5 || '', v6 || '', v7 || '', v8 || '', v9 || '',
  v10 || ''
) AS row
FROM (SELECT
  CASE ?9
    WHEN 'event' THEN tally.event
    WHEN 'touchpoint' THEN tally.touchpoint
    WHEN 'manager' THEN coalesce(event.manager, '')
    WHEN 'client' THEN coalesce(event.client, '')
    WHEN 'channel' THEN tally.channel
    WHEN 'locale' THEN tally.locale
    WHEN 'day' THEN tally.day
    WHEN 'survey' THEN tally.survey
    ELSE ''
  END AS grp,
  tally.survey AS survey, tally.question AS question, tally.option AS option,
  tally.basis AS basis, tally.standing AS standing, tally.event AS event,
  max(event.guests) AS guests,
  sum(n) AS n,
  sum(v0) AS v0, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3, sum(v4) AS v4, sum(v5) AS v5,
  sum(v6) AS v6, sum(v7) AS v7, sum(v8) AS v8, sum(v9) AS v9, sum(v10) AS v10
FROM tally
LEFT JOIN event ON event.id = tally.event
WHERE tally.slice = 'full'
  AND tally.survey IN (SELECT value FROM json_each(?1))
  AND (?7 IS NULL OR tally.day >= ?7)
  AND (?8 IS NULL OR tally.day <= ?8)
  AND (?2 IS NULL OR tally.event = ?2)
  AND (?3 IS NULL OR tally.touchpoint = ?3)
  AND (?4 IS NULL OR event.manager = ?4)
  AND (?5 IS NULL OR tally.channel = ?5)
  AND (?6 IS NULL OR tally.locale = ?6)
GROUP BY 1, 2, 3, 4, 5, 6, 7
HAVING sum(n) > 0)
ORDER BY grp, survey, question, option, basis, standing, event
