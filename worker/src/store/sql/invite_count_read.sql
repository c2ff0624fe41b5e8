-- How many invites stand, by group and survey.
-- ?1 the surveys as a JSON object, each with its audience, ?2 event, ?3 touchpoint, ?4 manager,
-- ?5 channel, ?6 client, ?7 format; each of ?2 to ?7 null for all. ?8 the dimensions to group by, as in
-- `tally_read.sql`, ?9 whether events are told apart
SELECT json_array(grp, survey, sum(n) || '') AS row
FROM (
  SELECT
    (
      SELECT json_group_array(
        CASE dimension.value
          WHEN 'survey' THEN invite_count.survey
          WHEN 'audience' THEN (SELECT value FROM json_each(?1) WHERE key = invite_count.survey)
          WHEN 'event' THEN invite_count.event
          WHEN 'touchpoint' THEN invite_count.touchpoint
          WHEN 'manager' THEN event.manager
          WHEN 'client' THEN event.client
          WHEN 'format' THEN event.format
          WHEN 'channel' THEN invite_count.channel
        END
      )
      FROM json_each(?8) AS dimension
    ) AS grp,
    invite_count.survey,
    invite_count.n
  FROM (
    SELECT '' AS id WHERE NOT ?9
    UNION ALL
    SELECT id FROM event WHERE ?9 AND id = ?2
    UNION ALL
    SELECT id FROM event WHERE ?9 AND client = ?6 AND ?2 IS NULL
    UNION ALL
    SELECT id FROM event WHERE ?9 AND coalesce(?2, ?6) IS NULL AND (?4 IS NULL OR manager = ?4)
  ) AS own
  CROSS JOIN invite_count ON invite_count.event = own.id
  LEFT JOIN event ON event.id = invite_count.event
  WHERE invite_count.survey IN (SELECT key FROM json_each(?1))
    AND (?3 IS NULL OR invite_count.touchpoint = ?3)
    AND (?4 IS NULL OR event.manager = ?4)
    AND (?5 IS NULL OR invite_count.channel = ?5)
    AND (?6 IS NULL OR event.client = ?6)
    AND (?7 IS NULL OR event.format = ?7)
)
GROUP BY grp, survey
