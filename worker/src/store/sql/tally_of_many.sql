-- As tally_of_one.sql for many responses: their deltas are summed up by option first, so that each tally is
-- written once.
-- :ids JSON array
FROM (
  SELECT
    rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale, option,
    sum(n) AS n, sum(quarantined) AS quarantined, sum(partial) AS partial,
    sum(v0) AS v0, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3, sum(v4) AS v4, sum(v5) AS v5,
    sum(v6) AS v6, sum(v7) AS v7, sum(v8) AS v8, sum(v9) AS v9, sum(v10) AS v10
  FROM tally_delta
  WHERE response IN (
    SELECT id FROM response WHERE id IN (SELECT value FROM json_each(:ids)) AND attempt_id = :attempt_id
  )
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
