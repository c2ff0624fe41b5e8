-- The tallies that differ from the rows they are derived from: none, always.
SELECT
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  sum(stored) AS stored, sum(counted) AS counted
FROM (
  SELECT
    slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
    n AS stored, 0 AS counted, n, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10
  FROM tally
  UNION ALL
  SELECT
    slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
    0, n, -n, -v0, -v1, -v2, -v3, -v4, -v5, -v6, -v7, -v8, -v9, -v10
  FROM contribution
)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
HAVING sum(n) <> 0
  OR sum(v0) <> 0 OR sum(v1) <> 0 OR sum(v2) <> 0 OR sum(v3) <> 0 OR sum(v4) <> 0
  OR sum(v5) <> 0 OR sum(v6) <> 0 OR sum(v7) <> 0 OR sum(v8) <> 0 OR sum(v9) <> 0
  OR sum(v10) <> 0
