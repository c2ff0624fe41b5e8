-- The tallies that differ from the answers that they are derived from, option by option. There must be none.
SELECT
  rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale, option,
  sum(stored) AS stored, sum(counted) AS counted
FROM (
  SELECT
    rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale, '' AS option,
    n AS stored, 0 AS counted, n, quarantined, partial, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10
  FROM tally
  UNION ALL
  SELECT
    rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale, chosen.key,
    chosen.value, 0, chosen.value, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  FROM tally
  JOIN json_each(tally.options) AS chosen
  UNION ALL
  SELECT
    rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale, option,
    0, n, -n, iif(option = '', -quarantined, 0), iif(option = '', -partial, 0),
    -v0, -v1, -v2, -v3, -v4, -v5, -v6, -v7, -v8, -v9, -v10
  FROM recount
)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
HAVING sum(n) <> 0 OR sum(quarantined) <> 0 OR sum(partial) <> 0
  OR sum(v0) <> 0 OR sum(v1) <> 0 OR sum(v2) <> 0 OR sum(v3) <> 0 OR sum(v4) <> 0
  OR sum(v5) <> 0 OR sum(v6) <> 0 OR sum(v7) <> 0 OR sum(v8) <> 0 OR sum(v9) <> 0
  OR sum(v10) <> 0
