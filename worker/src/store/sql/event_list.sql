-- Events, the latest first, from after the place where the last page ended.
-- ?1 first day, ?2 last day, ?3 manager, ?4 state, ?5 date and ?6 id of the last event of the page
-- before; each of them null for all. ?7 how many at most
SELECT json_array(
  id, title, date, kind, format, venue, client, manager, coalesce(guests || '', ''), zone, state,
  coalesce(code, ''), coalesce(link_until, ''), votes || '', coalesce((SELECT max(votes) FROM event_quarantined WHERE event = event_view.id), 0) || ''
) AS row
FROM event_view
WHERE (?1 IS NULL OR date >= ?1)
  AND (?2 IS NULL OR date <= ?2)
  AND (?3 IS NULL OR manager = ?3)
  AND (?4 IS NULL OR state = ?4)
  AND (?5 IS NULL OR (date, id) < (?5, ?6))
ORDER BY date DESC, id DESC
LIMIT ?7
