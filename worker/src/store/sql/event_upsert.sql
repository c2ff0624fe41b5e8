-- Stores an event where :creates, and replaces one of the same id where :replaces. A replaced event keeps its code:
-- the link may be in print.
-- Once an event is settled - its day has come, its guests answered, or invites are out - only the director changes the
-- number of guests, the date, the client, the format, and whether it is cancelled: by these a manager could shut guests
-- out, quarantine them, or count one client's answers as another's.
-- Before, others move the date ahead only. What a manager said of an event binds managers alone: the agency's system stores
-- its own over it. A manager enters so many events at most: each of them is more to read for the numbers of all.
-- :scope_manager null, or the manager whose events alone may be replaced; :today in the agency's zone; :events_max of a
-- manager's own
INSERT INTO event (
  id, title, date, kind, format, venue, client, manager, guests, zone, state, code, entered_by,
  updated_at_ms
)
SELECT
  :id, :title, :date, :kind, :format, :venue, :client, :manager, :guests, :zone, :state, :code,
  iif(:scope_manager IS NULL, 'agency', 'manager'), :now_ms
WHERE EXISTS (SELECT 1 FROM event WHERE id = :id)
  OR :creates AND (
    :scope_manager IS NULL
    OR (
      SELECT count(*) FROM event AS own
      WHERE own.manager = :scope_manager AND own.entered_by = 'manager'
    ) < :events_max
  )
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
  entered_by = CASE
    WHEN excluded.entered_by = 'manager'
      AND event.guests IS excluded.guests
      AND event.client = excluded.client
      AND event.format = excluded.format
      AND event.date = excluded.date
      AND (event.state = 'cancelled') = (excluded.state = 'cancelled')
      THEN event.entered_by
    ELSE excluded.entered_by
  END,
  updated_at_ms = excluded.updated_at_ms
WHERE :replaces
  AND (:scope_manager IS NULL OR event.manager = :scope_manager)
  AND (
    :by_director
    OR :scope_manager IS NULL AND event.entered_by = 'manager'
    OR event.guests IS excluded.guests
      AND event.client = excluded.client
      AND event.format = excluded.format
      AND event.date = excluded.date
      AND (event.state = 'cancelled') = (excluded.state = 'cancelled')
    OR excluded.date > :today AND EXISTS (
      SELECT 1 FROM event_settling AS s
      WHERE s.id = excluded.id AND s.settled_from > :today AND (:scope_manager IS NULL OR NOT s.is_answered)
    )
  )
