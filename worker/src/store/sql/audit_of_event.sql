-- Logs which fields of an event event_upsert.sql is about to change; nothing where it changes none. Begins with
-- audit_insert.sql.
-- :fields JSON object of the new values; :is_new whether the entry is about an event that does not exist yet, or one
-- that does; :scope_manager, :by_director, :today and :events_max as in
-- event_upsert.sql
  changes.detail
FROM (
  SELECT
    count(*) AS n,
    json_group_object(given.key, json_array(stored.fields ->> given.key, given.value)) AS detail
  FROM (
    SELECT
      found.id,
      found.manager,
      found.entered_by,
      json_object(
        'title', found.title, 'date', found.date, 'kind', found.kind, 'format', found.format,
        'venue', found.venue, 'client', found.client, 'manager', found.manager, 'guests', found.guests,
        'zone', found.zone, 'state', found.state
      ) AS fields
    FROM (SELECT 1) LEFT JOIN event AS found ON found.id = :subject
  ) AS stored
  JOIN json_each(:fields) AS given
  WHERE (stored.id IS NULL) = :is_new
    AND (stored.id IS NULL OR :scope_manager IS NULL OR stored.manager = :scope_manager)
    AND (
      stored.id IS NOT NULL
      OR :scope_manager IS NULL
      OR (
        SELECT count(*) FROM event AS own
        WHERE own.manager = :scope_manager AND own.entered_by = 'manager'
      ) < :events_max
    )
    -- As event_upsert.sql has it for a settled event.
    AND (
      stored.id IS NULL
      OR :by_director
      OR :scope_manager IS NULL AND stored.entered_by = 'manager'
      OR stored.fields ->> 'guests' IS :fields ->> 'guests'
        AND stored.fields ->> 'client' = :fields ->> 'client'
        AND stored.fields ->> 'format' = :fields ->> 'format'
        AND stored.fields ->> 'date' = :fields ->> 'date'
        AND (stored.fields ->> 'state' = 'cancelled') = (:fields ->> 'state' = 'cancelled')
      OR :fields ->> 'date' > :today
        AND EXISTS (
          SELECT 1 FROM event_settling AS s
          WHERE s.id = :subject AND s.settled_from > :today AND (:scope_manager IS NULL OR NOT s.is_answered)
        )
    )
    -- An empty field of a new event is no change.
    AND coalesce(stored.fields ->> given.key, '') IS NOT coalesce(given.value, '')
) AS changes
WHERE changes.n > 0
ON CONFLICT (id) DO NOTHING
