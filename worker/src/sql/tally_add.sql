-- Adds the answers that this batch stored to the tallies.
-- ?1 id, ?2 write id
INSERT INTO tally (
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  n, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10
)
SELECT
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  n, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10
FROM contribution
WHERE response = (SELECT id FROM response WHERE id = ?1 AND write_id = ?2)
ON CONFLICT DO UPDATE SET
  n = n + excluded.n,
  v0 = v0 + excluded.v0, v1 = v1 + excluded.v1, v2 = v2 + excluded.v2, v3 = v3 + excluded.v3,
  v4 = v4 + excluded.v4, v5 = v5 + excluded.v5, v6 = v6 + excluded.v6, v7 = v7 + excluded.v7,
  v8 = v8 + excluded.v8, v9 = v9 + excluded.v9, v10 = v10 + excluded.v10
