-- Makes the tallies of a rollup anew from the rows: one at a time, since D1 gives a statement 30 seconds, and all
-- of them are ten times the answers. Options are put together here and not in the view, since SQLite hands a
-- filter through one grouping, not through two.
-- ?1 the rollup's name
DELETE FROM tally WHERE rollup = ?1;
INSERT INTO tally
SELECT
  rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale,
  sum(n) FILTER (WHERE option = ''),
  sum(quarantined) FILTER (WHERE option = ''),
  sum(partial) FILTER (WHERE option = ''),
  sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9), sum(v10),
  json_group_object(option, n) FILTER (WHERE option <> '' AND n > 0)
FROM recount
WHERE rollup = ?1
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
