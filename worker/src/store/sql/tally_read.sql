-- Tallies as they are stored: D1 charges for every row that is looked at, also in what a statement keeps for
-- itself, so they are grouped by the worker.
-- ?1 what is asked, as JSON: [[survey, question]]
-- ?2 of which rollups, ?3 of which rollups of each event: [[rollup, first day, last day]]
-- ?4 event, ?5 client, ?6 manager: of whose events; each null for all
-- ?7 how many at most: where there are more, one more is told
WITH own (id) AS (
  SELECT id FROM event WHERE id = ?4 AND (?6 IS NULL OR manager = ?6)
  UNION ALL
  SELECT id FROM event WHERE client = ?5 AND ?4 IS NULL AND (?6 IS NULL OR manager = ?6)
  UNION ALL
  SELECT id FROM event WHERE manager = ?6 AND coalesce(?4, ?5) IS NULL
  UNION ALL
  -- Where none is named, those that were answered about in these months. Each has a tally of its own for
  -- every one that is read here, so that these are not too many unnoticed.
  SELECT DISTINCT cluster FROM (
    SELECT t.cluster
    FROM json_each(?3) AS p
    CROSS JOIN json_each(?1) AS a
    CROSS JOIN tally AS t
    WHERE coalesce(?4, ?5, ?6) IS NULL
      AND t.rollup = 'event_month' AND t.event = ''
      AND t.survey = a.value ->> 0 AND t.question = a.value ->> 1
      AND t.day BETWEEN p.value ->> 1 AND p.value ->> 2
    LIMIT ?7 + 1
  )
)
SELECT json_array(
  survey, question, day, source, cluster, touchpoint, channel, locale, n || '', quarantined || '',
  partial || '', options, v0 || '', v1 || '', v2 || '', v3 || '', v4 || '', v5 || '', v6 || '',
  v7 || '', v8 || '', v9 || '', v10 || ''
) AS row
FROM (
  SELECT t.*
  FROM json_each(?2) AS p
  CROSS JOIN json_each(?1) AS a
  CROSS JOIN tally AS t
  WHERE t.rollup = p.value ->> 0 AND t.event = ''
    AND t.survey = a.value ->> 0 AND t.question = a.value ->> 1
    AND t.day BETWEEN p.value ->> 1 AND p.value ->> 2
  UNION ALL
  SELECT
    t.rollup, '', t.survey, t.question, t.day, t.source, t.event, t.touchpoint, t.channel, t.locale, t.n,
    t.quarantined, t.partial, t.v0, t.v1, t.v2, t.v3, t.v4, t.v5, t.v6, t.v7, t.v8, t.v9, t.v10, t.options
  FROM json_each(?3) AS p
  CROSS JOIN own AS o
  CROSS JOIN json_each(?1) AS a
  CROSS JOIN tally AS t
  WHERE t.rollup = p.value ->> 0 AND t.event = o.id
    AND t.survey = a.value ->> 0 AND t.question = a.value ->> 1
    AND t.day BETWEEN p.value ->> 1 AND p.value ->> 2
  LIMIT ?7 + 1
)
