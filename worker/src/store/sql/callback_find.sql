-- The part of a callback that anybody who knows its id may see: nothing personal.
SELECT survey, state, locale, "by", due_at_ms
FROM callback
WHERE id = :id
