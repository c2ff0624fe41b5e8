-- How many invites stand, by group and survey.
-- ?1 surveys as a JSON array, ?2 event, ?3 touchpoint, ?4 manager, ?5 channel; each of ?2 to ?5 null for
-- all. ?6 the dimension to group by, or null
SELECT json_array(grp, survey, sum(n) || '') AS row
FROM (
  SELECT
    CASE ?6
      WHEN 'event' THEN issued.event
      WHEN 'touchpoint' THEN issued.touchpoint
      WHEN 'manager' THEN event.manager
      WHEN 'client' THEN event.client
      WHEN 'channel' THEN issued.channel
      WHEN 'survey' THEN issued.survey
      ELSE ''
    END AS grp,
    issued.survey,
    issued.n
  FROM issued
  JOIN event ON event.id = issued.event
  WHERE issued.survey IN (SELECT value FROM json_each(?1))
    AND (?2 IS NULL OR issued.event = ?2)
    AND (?3 IS NULL OR issued.touchpoint = ?3)
    AND (?4 IS NULL OR event.manager = ?4)
    AND (?5 IS NULL OR issued.channel = ?5)
)
GROUP BY grp, survey
