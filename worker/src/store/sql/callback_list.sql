-- Callbacks with their sealed contacts: the open ones first, then the newest first.
SELECT
  callback.id, callback.survey, callback.state, callback.channel, callback.locale, callback.topic,
  callback.call_window, callback."by", callback.received_at_ms, callback.due_at_ms,
  coalesce(contact.key_id, '') AS key_id, coalesce(contact.sealed, '') AS sealed
FROM callback
LEFT JOIN contact ON contact.callback = callback.id
ORDER BY callback.state IN ('new', 'in_work') DESC, callback.received_at_ms DESC, callback.id
LIMIT :limit
