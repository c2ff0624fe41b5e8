-- How the worker of that schema counts what is rows {first} to {last}.
DELETE FROM tally;
INSERT INTO tally
SELECT
  slice, event, survey, question, day, basis, cluster, touchpoint, channel, locale,
  sum(n) FILTER (WHERE option = ''), sum(suspect) FILTER (WHERE option = ''),
  sum(provisional) FILTER (WHERE option = ''),
  sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9), sum(v10),
  json_group_object(option, n) FILTER (WHERE option <> '' AND n > 0)
FROM recount
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
