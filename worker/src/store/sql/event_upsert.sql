-- Stores an event, or replaces it where that is wanted. Its code stays what it was: links are out.
-- ?1 id, ?2 title, ?3 date, ?4 kind, ?5 format, ?6 venue, ?7 client, ?8 manager, ?9 guests or null,
-- ?10 zone, ?11 state, ?12 code, ?13 now (UTC ms), ?14 1 to replace an event of that id,
-- ?15 null, or the manager whose alone may be replaced
INSERT INTO event (
  id, title, date, kind, format, venue, client, manager, guests, zone, state, code, updated_at_ms
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (id) DO UPDATE SET
  title = excluded.title,
  date = excluded.date,
  kind = excluded.kind,
  format = excluded.format,
  venue = excluded.venue,
  client = excluded.client,
  manager = excluded.manager,
  guests = excluded.guests,
  zone = excluded.zone,
  state = excluded.state,
  code = coalesce(event.code, excluded.code),
  updated_at_ms = excluded.updated_at_ms
WHERE ?14 = 1 AND (?15 IS NULL OR event.manager = ?15)
