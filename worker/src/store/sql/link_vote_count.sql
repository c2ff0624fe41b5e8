-- The accepted responses of an event's guest link to a survey.
SELECT count(*) AS n
FROM response
WHERE event = :event AND survey = :survey AND status = 'accepted' AND source = 'event_link'
