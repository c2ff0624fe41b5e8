-- An event as it is told, its columns as texts.
-- ?1 id
SELECT json_array(
  id, title, date, kind, format, venue, client, manager, coalesce(guests || '', ''), zone, state,
  coalesce(code, ''), coalesce(link_until, ''), votes || '', coalesce((SELECT max(votes) FROM event_quarantined WHERE event = event_view.id), 0) || ''
) AS row
FROM event_view
WHERE id = ?1
