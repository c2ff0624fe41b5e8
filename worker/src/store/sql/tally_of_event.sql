-- An event's tallies by the day, from its own responses: no rollup has single events by the day, and that of all events by
-- the day has the rows of all of them. Nothing where the event has more responses than :responses_max.
-- :questions JSON array of [survey, question, source]; :from and :to the days of receipt
WITH own (id) AS (
  SELECT id FROM response WHERE event = :event LIMIT :responses_max + 1
)
SELECT
  survey, question, day, source, event AS cluster, touchpoint, channel, locale,
  coalesce(sum(n) FILTER (WHERE option = ''), 0) AS n,
  coalesce(sum(quarantined) FILTER (WHERE option = ''), 0) AS quarantined,
  coalesce(sum(partial) FILTER (WHERE option = ''), 0) AS partial,
  json_array(
    sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9), sum(v10)
  ) AS scores,
  json_group_object(option, n) FILTER (WHERE option <> '' AND n > 0) AS options
FROM (
  SELECT
    survey, question, received AS day, source, event, touchpoint, channel, locale, option,
    sum(n) AS n, sum(quarantined) AS quarantined, sum(partial) AS partial,
    sum(v0) AS v0, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3, sum(v4) AS v4, sum(v5) AS v5,
    sum(v6) AS v6, sum(v7) AS v7, sum(v8) AS v8, sum(v9) AS v9, sum(v10) AS v10
  FROM tally_delta
  WHERE rollup = 'event_only_month' AND response IN (SELECT id FROM own)
    AND (SELECT count(*) FROM own) <= :responses_max
    AND received BETWEEN :from AND :to
    AND (survey, question, source) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:questions))
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
