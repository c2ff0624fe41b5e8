-- The rows of an import after its batch, or before it where :attempt_id is null: how many ids are stored, how many
-- of them this attempt wrote, the named events that the agency does not have, and the ids that are stored with another
-- payload. Of another version of the survey nobody knows: the import may have named none.
-- :rows JSON array of `ImportRow`
SELECT
  count(response.id) AS stored,
  count(CASE WHEN response.attempt_id = :attempt_id THEN 1 END) AS written,
  json_group_array(DISTINCT imported.value ->> 'event')
    FILTER (WHERE imported.value ->> 'event' IS NOT NULL AND known.id IS NULL) AS unknown_events,
  json_group_array(imported.value ->> 'id') FILTER (
    WHERE response.version = imported.value ->> 'version'
      AND response.payload_hash <> imported.value ->> 'payload_hash'
  ) AS changed
FROM json_each(:rows) AS imported
LEFT JOIN response ON response.id = imported.value ->> 'id'
LEFT JOIN event AS known ON known.id = imported.value ->> 'event'
