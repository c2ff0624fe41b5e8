-- The rows of an import after its batch, or before it where :attempt_id is null: how many ids are stored, how many
-- of them this attempt wrote, and the named events that the agency does not have.
-- :rows JSON array of `ImportRow`
SELECT
  count(response.id) AS stored,
  count(CASE WHEN response.attempt_id = :attempt_id THEN 1 END) AS written,
  json_group_array(DISTINCT imported.value ->> 'event')
    FILTER (WHERE imported.value ->> 'event' IS NOT NULL AND known.id IS NULL) AS unknown_events
FROM json_each(:rows) AS imported
LEFT JOIN response ON response.id = imported.value ->> 'id'
LEFT JOIN event AS known ON known.id = imported.value ->> 'event'
