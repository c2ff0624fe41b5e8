-- The beginning of response_newest.sql and response_oldest.sql. They differ in direction, which cannot be a
-- parameter: an index is read in one direction, and any other way of ordering would sort every response for every
-- page.
-- Each parameter here is null for no restriction. :text a part of `answer.words`.
-- Answers to an anonymous survey are left out, whether or not the worker knows of the survey yet.
SELECT
  id, rev, survey, version, audience, source, status, flag, decision, event, event_raw, manager, client, touchpoint,
  channel, locale, received_at, day, received_at_ms, answers
FROM response_view
WHERE survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
  AND (:survey IS NULL OR survey = :survey)
  AND (:audience IS NULL OR audience = :audience)
  AND (:event IS NULL OR event = :event)
  AND (:touchpoint IS NULL OR touchpoint = :touchpoint)
  AND (:manager IS NULL OR manager = :manager)
  AND (:client IS NULL OR client = :client)
  AND (:format IS NULL OR (SELECT format FROM event WHERE event.id = response_view.event) = :format)
  AND (:channel IS NULL OR channel = :channel)
  AND (:locale IS NULL OR locale = :locale)
  AND (:from IS NULL OR day >= :from)
  AND (:to IS NULL OR day <= :to)
  AND (:status IS NULL OR status = :status)
  AND (:text IS NULL OR EXISTS (SELECT 1 FROM answer WHERE response = id AND instr(words, :text)))
