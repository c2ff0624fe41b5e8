-- The end of tally_of_one.sql and tally_of_many.sql. Every tally of what is taken out is there.
ON CONFLICT DO UPDATE SET
  n = n + ?3 * excluded.n,
  quarantined = quarantined + ?3 * excluded.quarantined,
  partial = partial + ?3 * excluded.partial,
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
