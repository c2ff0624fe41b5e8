-- Stores an event where :creates, and replaces one of the same id where :replaces. A replaced event keeps its code:
-- the link may be in print.
-- Once an event is settled - its day has come, its guests answered, or invites are out - only the director changes the
-- number of guests, the date, the client, and whether it is cancelled: by these a manager could shut guests out, quarantine
-- them, or count one client's answers as another's.
-- Before, others move the date ahead only.
-- :scope_manager null, or the manager whose events alone may be replaced; :today in the agency's zone
INSERT INTO event (
  id, title, date, kind, format, venue, client, manager, guests, zone, state, code, updated_at_ms
)
SELECT
  :id, :title, :date, :kind, :format, :venue, :client, :manager, :guests, :zone, :state, :code, :now_ms
WHERE :creates OR EXISTS (SELECT 1 FROM event WHERE id = :id)
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
WHERE :replaces
  AND (:scope_manager IS NULL OR event.manager = :scope_manager)
  AND (
    :by_director
    OR event.guests IS excluded.guests
      AND event.client = excluded.client
      AND event.date = excluded.date
      AND (event.state = 'cancelled') = (excluded.state = 'cancelled')
    OR excluded.date > :today AND (SELECT settled_from FROM event_settling WHERE id = excluded.id) > :today
  )
