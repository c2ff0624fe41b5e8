-- The numbers of invites, and of those that were answered, by group and survey.
-- :surveys JSON object, the audience of each survey; :group_by JSON array of dimensions, as in `filter.rs`;
-- :by_event whether the counts of single events are read. The others restrict the events, null for no restriction.
SELECT keys, survey, sum(n) AS n, sum(answered) AS answered
FROM (
  SELECT
    (
      SELECT json_group_array(
        CASE dimension.value
          WHEN 'survey' THEN invite_count.survey
          WHEN 'audience' THEN (SELECT value FROM json_each(:surveys) WHERE key = invite_count.survey)
          WHEN 'event' THEN invite_count.event
          WHEN 'touchpoint' THEN invite_count.touchpoint
          WHEN 'manager' THEN event.manager
          WHEN 'client' THEN event.client
          WHEN 'format' THEN event.format
          WHEN 'channel' THEN invite_count.channel
        END
      )
      FROM json_each(:group_by) AS dimension
    ) AS keys,
    invite_count.survey,
    invite_count.n,
    invite_count.answered
  FROM (
    SELECT '' AS id WHERE NOT :by_event
    UNION ALL
    SELECT id FROM event WHERE :by_event AND id = :event
    UNION ALL
    SELECT id FROM event WHERE :by_event AND client = :client AND :event IS NULL
    UNION ALL
    SELECT id FROM event
    WHERE :by_event AND coalesce(:event, :client) IS NULL AND (:manager IS NULL OR manager = :manager)
  ) AS own
  CROSS JOIN invite_count ON invite_count.event = own.id
  LEFT JOIN event ON event.id = invite_count.event
  WHERE invite_count.survey IN (SELECT key FROM json_each(:surveys))
    AND (:touchpoint IS NULL OR invite_count.touchpoint = :touchpoint)
    AND (:manager IS NULL OR event.manager = :manager)
    AND (:channel IS NULL OR invite_count.channel = :channel)
    AND (:client IS NULL OR event.client = :client)
    AND (:format IS NULL OR event.format = :format)
    AND (:event_from IS NULL OR event.date BETWEEN :event_from AND :event_to)
)
GROUP BY keys, survey
