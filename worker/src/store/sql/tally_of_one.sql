-- Counts the stored answers of the response that this batch wrote into the tallies, or takes those of the response
-- that it marked out of them; ends with tally_add.sql. An option of a question occurs once in a response, so that
-- question and rollup are the whole group. tally_of_many.sql would do it too, in twice the time.
-- ?1 id, ?2 write id, ?3 1 to count them, -1 to take them out
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
FROM tally_delta
WHERE response = (SELECT id FROM response WHERE id = ?1 AND attempt_id = ?2)
GROUP BY question, rollup
