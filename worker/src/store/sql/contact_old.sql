-- Contacts sealed by another key than the current one, in the order of their callbacks.
-- :after the callback of the page before, or empty
SELECT callback, key_id, sealed
FROM contact
WHERE key_id <> :key_id AND callback > :after
ORDER BY callback
LIMIT :limit
