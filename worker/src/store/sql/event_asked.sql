-- Past events, and whether anybody has answered about them. Answers to anonymous surveys are left out: the first one
-- would show.
-- :first and :end modifiers of :today for the first day and for the day after the last; :manager null for all
SELECT
  id, title, date, manager,
  EXISTS (
    SELECT 1 FROM tally
    WHERE rollup = 'event_only_month' AND tally.event = event.id AND tally.n > 0
      AND source IN ('invite', 'event_link')
      AND survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
  ) AS asked
FROM event
WHERE date >= date(:today, :first) AND date < date(:today, :end) AND state <> 'cancelled'
  AND (:manager IS NULL OR manager = :manager)
ORDER BY date DESC, id
LIMIT :limit
