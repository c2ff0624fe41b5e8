-- The same as tally_of_one.sql for many responses: what they add to one tally is summed first, so that it is
-- written once.
-- ?1 ids as a JSON array, ?2 write id, ?3 1 to count them, -1 to take them out
INSERT INTO tally (
  rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale,
  n, quarantined, partial, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, options
)
SELECT
  rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale,
  sum(n) FILTER (WHERE option = ''),
  sum(quarantined) FILTER (WHERE option = ''),
  sum(partial) FILTER (WHERE option = ''),
  sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9), sum(v10),
  json_group_object(option, n) FILTER (WHERE option <> '' AND n > 0)
FROM (
  SELECT
    rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale, option,
    sum(n) AS n, sum(quarantined) AS quarantined, sum(partial) AS partial,
    sum(v0) AS v0, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3, sum(v4) AS v4, sum(v5) AS v5,
    sum(v6) AS v6, sum(v7) AS v7, sum(v8) AS v8, sum(v9) AS v9, sum(v10) AS v10
  FROM tally_delta
  WHERE response IN (
    SELECT id FROM response WHERE id IN (SELECT value FROM json_each(?1)) AND attempt_id = ?2
  )
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
