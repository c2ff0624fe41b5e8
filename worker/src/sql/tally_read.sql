-- The counts behind an aggregate: how many tallies were read, and where that is not more than were to be, them
-- summed up, apart by group, survey, question, basis and cluster. Manager, client and format are the event's,
-- as the agency has them now. A period is its first day.
-- ?1 what is asked, as JSON: [[survey, question, audience]]
-- ?2 of which slices, ?3 of which slices of each event: [[slice, first day, last day]]
-- ?4 event, ?5 client, ?6 manager, ?7 format, ?8 touchpoint, ?9 channel, ?10 locale; each null for all
-- ?11 the dimensions to group by as a JSON array; a group is named by the JSON array of their values
-- ?12 how many tallies at most
WITH asked AS MATERIALIZED (
  SELECT value ->> 0 AS survey, value ->> 1 AS question, value ->> 2 AS audience FROM json_each(?1)
),
part AS MATERIALIZED (
  SELECT value ->> 0 AS slice, value ->> 1 AS first, value ->> 2 AS last FROM json_each(?2)
),
own_part AS MATERIALIZED (
  SELECT value ->> 0 AS slice, value ->> 1 AS first, value ->> 2 AS last FROM json_each(?3)
),
-- The events that have a say; where none is named, those that were answered about in these months.
own AS MATERIALIZED (
  SELECT id FROM event WHERE id = ?4
  UNION ALL
  SELECT id FROM event WHERE client = ?5 AND ?4 IS NULL
  UNION ALL
  SELECT id FROM event WHERE manager = ?6 AND ?4 IS NULL AND ?5 IS NULL
  UNION ALL
  SELECT DISTINCT cluster FROM (
    SELECT t.cluster
    FROM own_part AS p
    CROSS JOIN asked AS a
    CROSS JOIN tally AS t
    WHERE coalesce(?4, ?5, ?6) IS NULL
      AND t.slice = 'event_month' AND t.event = ''
      AND t.survey = a.survey AND t.question = a.question AND t.day BETWEEN p.first AND p.last
    LIMIT ?12
  )
),
found AS MATERIALIZED (
  SELECT
    a.audience, t.survey, t.question, t.day, t.basis, t.cluster, t.touchpoint, t.channel, t.locale,
    t.n, t.suspect, t.provisional, t.v0, t.v1, t.v2, t.v3, t.v4, t.v5, t.v6, t.v7, t.v8, t.v9, t.v10,
    t.options
  FROM part AS p
  CROSS JOIN asked AS a
  CROSS JOIN tally AS t
  WHERE t.slice = p.slice AND t.event = ''
    AND t.survey = a.survey AND t.question = a.question AND t.day BETWEEN p.first AND p.last
  UNION ALL
  SELECT
    a.audience, t.survey, t.question, t.day, t.basis, t.event, t.touchpoint, t.channel, t.locale,
    t.n, t.suspect, t.provisional, t.v0, t.v1, t.v2, t.v3, t.v4, t.v5, t.v6, t.v7, t.v8, t.v9, t.v10,
    t.options
  FROM own_part AS p
  CROSS JOIN own AS o
  CROSS JOIN asked AS a
  CROSS JOIN tally AS t
  WHERE t.slice = p.slice AND t.event = o.id
    AND t.survey = a.survey AND t.question = a.question AND t.day BETWEEN p.first AND p.last
  LIMIT ?12 + 1
)
SELECT json_array(count(*) || '') AS row FROM found
UNION ALL
SELECT * FROM (
  SELECT json_array(
    grp, survey, question, basis, cluster, coalesce(guests || '', ''), n || '', suspect || '',
    provisional || '', options,
    v0 || '', v1 || '', v2 || '', v3 || '', v4 || '', v5 || '', v6 || '', v7 || '', v8 || '', v9 || '',
    v10 || ''
  )
  FROM (
    SELECT
      (
        SELECT json_group_array(
          CASE dimension.value
            WHEN 'survey' THEN f.survey
            WHEN 'audience' THEN f.audience
            WHEN 'question' THEN f.question
            WHEN 'event' THEN f.cluster
            WHEN 'touchpoint' THEN f.touchpoint
            WHEN 'manager' THEN coalesce(event.manager, '')
            WHEN 'client' THEN coalesce(event.client, '')
            WHEN 'format' THEN coalesce(event.format, '')
            WHEN 'channel' THEN f.channel
            WHEN 'locale' THEN f.locale
            WHEN 'day' THEN f.day
            WHEN 'week' THEN date(f.day, '-6 days', 'weekday 1')
            WHEN 'month' THEN substr(f.day, 1, 8) || '01'
            WHEN 'quarter' THEN
              substr(f.day, 1, 5) || format('%02d-01', (substr(f.day, 6, 2) - 1) / 3 * 3 + 1)
            WHEN 'year' THEN substr(f.day, 1, 5) || '01-01'
          END
        )
        FROM json_each(?11) AS dimension
      ) AS grp,
      f.survey, f.question, f.basis, f.cluster,
      max(event.guests) AS guests,
      sum(f.n) AS n, sum(f.suspect) AS suspect, sum(f.provisional) AS provisional,
      '[' || coalesce(group_concat(f.options) FILTER (WHERE f.options <> '{}'), '') || ']' AS options,
      sum(v0) AS v0, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3, sum(v4) AS v4, sum(v5) AS v5,
      sum(v6) AS v6, sum(v7) AS v7, sum(v8) AS v8, sum(v9) AS v9, sum(v10) AS v10
    FROM found AS f
    LEFT JOIN event ON event.id = f.cluster
    WHERE (SELECT count(*) FROM found) <= ?12
      AND (?4 IS NULL OR f.cluster = ?4)
      AND (?5 IS NULL OR event.client = ?5)
      AND (?6 IS NULL OR event.manager = ?6)
      AND (?7 IS NULL OR event.format = ?7)
      AND (?8 IS NULL OR f.touchpoint = ?8)
      AND (?9 IS NULL OR f.channel = ?9)
      AND (?10 IS NULL OR f.locale = ?10)
    GROUP BY 1, 2, 3, 4, 5
    HAVING sum(f.n) + sum(f.suspect) + sum(f.provisional) > 0
  )
  ORDER BY grp, survey, question, basis, cluster
)
