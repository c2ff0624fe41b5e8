-- The counts behind an aggregate, apart by group, survey, question, option, basis, standing, event.
-- Manager, client and format are the event's, as the agency has them now. A period is its first day.
-- ?1 the surveys as a JSON object, each with its audience, ?2 event, ?3 touchpoint, ?4 manager,
-- ?5 channel, ?6 locale, ?7 first day, ?8 last day, ?9 client, ?10 format; each of ?2 to ?10 null for all.
-- ?11 the dimensions to group by as a JSON array; a group is named by the JSON array of their values
SELECT json_array(
  grp, survey, question, option, basis, standing, event, coalesce(guests || '', ''), n || '',
  v0 || '', v1 || '', v2 || '', v3 || '', v4 || '', v5 || '', v6 || '', v7 || '', v8 || '', v9 || '',
  v10 || ''
) AS row
FROM (SELECT
  (
    SELECT json_group_array(
      CASE dimension.value
        WHEN 'survey' THEN tally.survey
        WHEN 'audience' THEN (SELECT value FROM json_each(?1) WHERE key = tally.survey)
        WHEN 'question' THEN tally.question
        WHEN 'event' THEN tally.event
        WHEN 'touchpoint' THEN tally.touchpoint
        WHEN 'manager' THEN coalesce(event.manager, '')
        WHEN 'client' THEN coalesce(event.client, '')
        WHEN 'format' THEN coalesce(event.format, '')
        WHEN 'channel' THEN tally.channel
        WHEN 'locale' THEN tally.locale
        WHEN 'day' THEN tally.day
        WHEN 'week' THEN date(tally.day, '-6 days', 'weekday 1')
        WHEN 'month' THEN substr(tally.day, 1, 8) || '01'
        WHEN 'quarter' THEN
          substr(tally.day, 1, 5) || format('%02d-01', (substr(tally.day, 6, 2) - 1) / 3 * 3 + 1)
        WHEN 'year' THEN substr(tally.day, 1, 5) || '01-01'
      END
    )
    FROM json_each(?11) AS dimension
  ) AS grp,
  tally.survey AS survey, tally.question AS question, tally.option AS option,
  tally.basis AS basis, tally.standing AS standing, tally.event AS event,
  max(event.guests) AS guests,
  sum(n) AS n,
  sum(v0) AS v0, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3, sum(v4) AS v4, sum(v5) AS v5,
  sum(v6) AS v6, sum(v7) AS v7, sum(v8) AS v8, sum(v9) AS v9, sum(v10) AS v10
FROM tally
LEFT JOIN event ON event.id = tally.event
WHERE tally.slice = 'full'
  AND tally.survey IN (SELECT key FROM json_each(?1))
  AND (?7 IS NULL OR tally.day >= ?7)
  AND (?8 IS NULL OR tally.day <= ?8)
  AND (?2 IS NULL OR tally.event = ?2)
  AND (?3 IS NULL OR tally.touchpoint = ?3)
  AND (?4 IS NULL OR event.manager = ?4)
  AND (?5 IS NULL OR tally.channel = ?5)
  AND (?6 IS NULL OR tally.locale = ?6)
  AND (?9 IS NULL OR event.client = ?9)
  AND (?10 IS NULL OR event.format = ?10)
GROUP BY 1, 2, 3, 4, 5, 6, 7
HAVING sum(n) > 0)
ORDER BY grp, survey, question, option, basis, standing, event
