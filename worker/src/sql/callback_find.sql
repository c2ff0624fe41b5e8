-- What of a request to be called may be shown to whoever knows its id: nothing personal.
-- ?1 id
SELECT survey, state, locale, "by", promised_at_ms
FROM callback
WHERE id = ?1
