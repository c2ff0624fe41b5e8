-- Callbacks with their sealed contacts: those that are open first, then the latest first.
-- ?1 how many at most
SELECT json_array(
  callback.id, callback.survey, callback.state, callback.channel, callback.locale, callback.topic,
  callback.call_window, callback."by", callback.received_at_ms || '',
  coalesce(callback.due_at_ms || '', ''), coalesce(contact.sealed, '')
) AS row
FROM callback
LEFT JOIN contact ON contact.callback = callback.id
ORDER BY callback.state IN ('new', 'in_work') DESC, callback.received_at_ms DESC, callback.id
LIMIT ?1
