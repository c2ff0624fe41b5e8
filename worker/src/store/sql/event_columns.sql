-- The beginning of event_find.sql and event_list.sql.
SELECT
  id, title, date, kind, format, venue, client, manager, guests, zone, state, code, link_until, votes, quarantined,
  over_guests
FROM event_view
