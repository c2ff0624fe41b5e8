-- Makes the tallies anew from the rows.
DELETE FROM tally;
INSERT INTO tally (
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  n, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10
)
SELECT
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  sum(n), sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9),
  sum(v10)
FROM contribution
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
