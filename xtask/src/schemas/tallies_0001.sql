-- How the worker of that schema counts what is rows {first} to {last}.
INSERT INTO tally (
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  n, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10
)
SELECT
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  sum(n), sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9), sum(v10)
FROM contribution
WHERE substr(response, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last})
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
ON CONFLICT DO UPDATE SET
  n = n + excluded.n, v0 = v0 + excluded.v0, v1 = v1 + excluded.v1, v2 = v2 + excluded.v2, v3 = v3 + excluded.v3,
  v4 = v4 + excluded.v4, v5 = v5 + excluded.v5, v6 = v6 + excluded.v6, v7 = v7 + excluded.v7, v8 = v8 + excluded.v8,
  v9 = v9 + excluded.v9, v10 = v10 + excluded.v10;
