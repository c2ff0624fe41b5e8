-- The end of tally_of_one.sql and tally_of_many.sql. Every tally that is subtracted from exists.
ON CONFLICT DO UPDATE SET
  n = n + :sign * excluded.n,
  quarantined = quarantined + :sign * excluded.quarantined,
  partial = partial + :sign * excluded.partial,
  v0 = v0 + :sign * excluded.v0, v1 = v1 + :sign * excluded.v1, v2 = v2 + :sign * excluded.v2,
  v3 = v3 + :sign * excluded.v3, v4 = v4 + :sign * excluded.v4, v5 = v5 + :sign * excluded.v5,
  v6 = v6 + :sign * excluded.v6, v7 = v7 + :sign * excluded.v7, v8 = v8 + :sign * excluded.v8,
  v9 = v9 + :sign * excluded.v9, v10 = v10 + :sign * excluded.v10,
  options = CASE excluded.options
    WHEN '{}' THEN options
    ELSE (
      SELECT json_group_object(key, n) FROM (
        SELECT key, CAST(sum(n) AS INTEGER) AS n
        FROM (
          SELECT key, value AS n FROM json_each(tally.options)
          UNION ALL
          SELECT key, :sign * value FROM json_each(excluded.options)
        )
        GROUP BY key
        HAVING sum(n) > 0
      )
    )
  END
