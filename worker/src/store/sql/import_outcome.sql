-- What became of the rows of an import, or would become.
-- Returns: how many are there, how many of them this batch wrote, and as JSON the events that rows name and
-- the agency does not have.
-- ?1 rows as a JSON array, ?2 write id or null
SELECT json_array(
  count(response.id) || '',
  count(CASE WHEN response.attempt_id = ?2 THEN 1 END) || '',
  json_group_array(DISTINCT told.value ->> 'event')
    FILTER (WHERE told.value ->> 'event' IS NOT NULL AND known.id IS NULL) || ''
) AS row
FROM json_each(?1) AS told
LEFT JOIN response ON response.id = told.value ->> 'id'
LEFT JOIN event AS known ON known.id = told.value ->> 'event'
