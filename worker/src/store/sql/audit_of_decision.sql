-- Logs the director's decision about the response that this attempt claimed, before status_set.sql. Begins with
-- audit_insert.sql.
-- :subject the response
  json_object(
    'survey', response.survey,
    'decision', json_array(response.decision, :decision),
    'status', json_array(response.status, :status)
  )
FROM response
WHERE response.id = :subject AND response.attempt_id = :attempt_id
ON CONFLICT (id) DO NOTHING
