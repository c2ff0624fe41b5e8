-- What of a request to be called may be shown to whoever knows its id: nothing personal.
-- ?1 id
SELECT json_array(survey, state, locale, "by", coalesce(due_at_ms || '', '')) AS row
FROM callback
WHERE id = ?1
