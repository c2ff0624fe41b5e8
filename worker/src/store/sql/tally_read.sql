-- Tallies as they are stored. D1 charges for every row that a statement looks at, also in its temporary tables, so
-- the worker groups them.
-- :questions JSON array of [survey, question, source]; :parts and :own_parts JSON arrays of [rollup, first day, last day],
-- of the agency's rollups and of those of each event; :event, :client and :manager choose these events, and
-- :event_from to :event_to their dates, each null for no restriction; with dates, the agency's rollups are read for answers
-- about no event; :rows_max, above which one more row is returned
WITH own (id) AS (
  SELECT id FROM event
  WHERE id = :event AND (:manager IS NULL OR manager = :manager)
    AND (:event_from IS NULL OR date BETWEEN :event_from AND :event_to)
  UNION ALL
  SELECT id FROM event
  WHERE client = :client AND :event IS NULL AND (:manager IS NULL OR manager = :manager)
    AND (:event_from IS NULL OR date BETWEEN :event_from AND :event_to)
  UNION ALL
  SELECT id FROM event
  WHERE manager = :manager AND coalesce(:event, :client) IS NULL
    AND (:event_from IS NULL OR date BETWEEN :event_from AND :event_to)
  UNION ALL
  SELECT id FROM event
  WHERE date BETWEEN :event_from AND :event_to AND coalesce(:event, :client, :manager) IS NULL
  UNION ALL
  -- Without a restriction: the events that somebody answered about in these months. Each of them has a tally that is
  -- read below, so that too many events are too many rows as well.
  SELECT DISTINCT cluster FROM (
    SELECT t.cluster
    FROM json_each(:own_parts) AS p
    CROSS JOIN json_each(:questions) AS q
    CROSS JOIN tally AS t
    WHERE coalesce(:event, :client, :manager, :event_from) IS NULL
      AND t.rollup = 'event_month' AND t.event = ''
      AND t.survey = q.value ->> 0 AND t.question = q.value ->> 1 AND t.source = q.value ->> 2
      AND t.day BETWEEN p.value ->> 1 AND p.value ->> 2
    LIMIT :rows_max + 1
  )
)
SELECT
  survey, question, day, source,
  iif(event = '', cluster, event) AS cluster,
  touchpoint, channel, locale, n, quarantined, partial,
  json_array(v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10) AS scores,
  options
FROM (
  SELECT t.*
  FROM json_each(:parts) AS p
  CROSS JOIN json_each(:questions) AS q
  CROSS JOIN tally AS t
  WHERE t.rollup = p.value ->> 0 AND t.event = ''
    AND t.survey = q.value ->> 0 AND t.question = q.value ->> 1 AND t.source = q.value ->> 2
    AND t.day BETWEEN p.value ->> 1 AND p.value ->> 2
    AND (:event_from IS NULL OR t.cluster = '')
  UNION ALL
  SELECT t.*
  FROM json_each(:own_parts) AS p
  CROSS JOIN own AS o
  CROSS JOIN json_each(:questions) AS q
  CROSS JOIN tally AS t
  WHERE t.rollup = p.value ->> 0 AND t.event = o.id
    AND t.survey = q.value ->> 0 AND t.question = q.value ->> 1 AND t.source = q.value ->> 2
    AND t.day BETWEEN p.value ->> 1 AND p.value ->> 2
  LIMIT :rows_max + 1
)
