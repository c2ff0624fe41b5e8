-- Counts an accepted vote that is new to an open link in the current window; a vote that a correction moves to this
-- link is new, one that it leaves there is not, counted or set aside by a limit.
-- Quarantined and rejected votes are not counted: otherwise a person without a valid vote could start a burst, and
-- have the votes of others quarantined.
-- A vote that arrives late, from before the current window, leaves the count as it is.
-- :event the code of an event's link, its id, another text, or null; :today in the agency's zone
INSERT INTO vote_rate (survey, source, event, window_no, n, guests)
SELECT :survey, named.source, coalesce(named.id, ''), :window_no, 1, named.guests
FROM (
  SELECT e.id, e.guests, iif(e.code = :event AND e.until >= :today, 'event_link', 'open') AS source
  FROM (SELECT 1)
  LEFT JOIN guest_link AS e ON e.id = coalesce((SELECT id FROM event WHERE code = :event), :event)
) AS named
WHERE :status = 'accepted'
  AND NOT EXISTS (
    SELECT 1 FROM response
    WHERE id = :id
      AND (
        attempt_id <> :attempt_id
        OR (status = 'accepted' OR flag IN ('burst', 'over_guests'))
          AND event IS named.id AND source IN (named.source, 'event_link')
      )
  )
ON CONFLICT (survey, source, event) DO UPDATE SET
  n = CASE
    WHEN window_no = excluded.window_no THEN n + 1
    WHEN window_no > excluded.window_no THEN n
    ELSE 1
  END,
  guests = CASE
    WHEN window_no < excluded.window_no THEN excluded.guests
    ELSE max(coalesce(guests, excluded.guests), coalesce(excluded.guests, guests))
  END,
  window_no = max(window_no, excluded.window_no)
