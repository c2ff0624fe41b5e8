-- Adds the stored answers of the responses that this batch wrote to the tallies.
-- ?1 ids as a JSON array, ?2 write id
INSERT INTO tally (
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  n, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10
)
SELECT
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  sum(n), sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9),
  sum(v10)
FROM contribution
WHERE response IN (
  SELECT id FROM response WHERE id IN (SELECT value FROM json_each(?1)) AND write_id = ?2
)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
ON CONFLICT DO UPDATE SET
  n = n + excluded.n,
  v0 = v0 + excluded.v0, v1 = v1 + excluded.v1, v2 = v2 + excluded.v2, v3 = v3 + excluded.v3,
  v4 = v4 + excluded.v4, v5 = v5 + excluded.v5, v6 = v6 + excluded.v6, v7 = v7 + excluded.v7,
  v8 = v8 + excluded.v8, v9 = v9 + excluded.v9, v10 = v10 + excluded.v10
