-- Counts the stored answers of the responses that this batch wrote into the tallies, or takes those of the
-- responses that it marked out of them: every tally of what is taken out is there.
-- One row for each response, question and slice, which all the other columns follow from: an option occurs once
-- in it, so that one grouping is enough. Several responses add to the same tally one after the other.
-- ?1 ids as a JSON array, ?2 write id, ?3 1 to count them, -1 to take them out
INSERT INTO tally (
  slice, event, survey, question, day, basis, cluster, touchpoint, channel, locale,
  n, suspect, provisional, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, options
)
SELECT
  slice, event, survey, question, day, basis, cluster, touchpoint, channel, locale,
  sum(n) FILTER (WHERE option = ''),
  sum(suspect) FILTER (WHERE option = ''),
  sum(provisional) FILTER (WHERE option = ''),
  sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9), sum(v10),
  json_group_object(option, n) FILTER (WHERE option <> '' AND n > 0)
FROM contribution
WHERE response IN (
  SELECT id FROM response WHERE id IN (SELECT value FROM json_each(?1)) AND write_id = ?2
)
GROUP BY response, question, slice
ON CONFLICT DO UPDATE SET
  n = n + ?3 * excluded.n,
  suspect = suspect + ?3 * excluded.suspect,
  provisional = provisional + ?3 * excluded.provisional,
  v0 = v0 + ?3 * excluded.v0, v1 = v1 + ?3 * excluded.v1, v2 = v2 + ?3 * excluded.v2,
  v3 = v3 + ?3 * excluded.v3, v4 = v4 + ?3 * excluded.v4, v5 = v5 + ?3 * excluded.v5,
  v6 = v6 + ?3 * excluded.v6, v7 = v7 + ?3 * excluded.v7, v8 = v8 + ?3 * excluded.v8,
  v9 = v9 + ?3 * excluded.v9, v10 = v10 + ?3 * excluded.v10,
  options = CASE excluded.options
    WHEN '{}' THEN options
    ELSE (
      SELECT json_group_object(key, n) FROM (
        SELECT key, CAST(sum(n) AS INTEGER) AS n
        FROM (
          SELECT key, value AS n FROM json_each(tally.options)
          UNION ALL
          SELECT key, ?3 * value FROM json_each(excluded.options)
        )
        GROUP BY key
        HAVING sum(n) > 0
      )
    )
  END
