-- The beginning of tally_of_one.sql, tally_of_many.sql and tally_of_rollup.sql: the tallies of the deltas that they
-- select.
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
