-- Responses, the newest first, from behind the place where the last page ended.
-- ?1 survey, ?2 audience, ?3 event, ?4 touchpoint, ?5 manager, ?6 client, ?7 format, ?8 channel,
-- ?9 locale, ?10 first day, ?11 last day, ?12 status, ?13 a part of a free text in small letters; each
-- of them null for all. ?14 time (UTC ms) and ?15 id of the last response of the page before, ?16 how many
-- at most.
-- Of an anonymous survey none, whether or not the worker has heard of it yet.
-- A day of any zone begins and ends within two days of its namesake in UTC: more is not looked at.
SELECT json_array(
  id, rev || '', survey, version || '', audience, source, status, coalesce(flag, ''),
  coalesce(decision, ''), coalesce(event, ''), coalesce(event_raw, ''), coalesce(manager, ''),
  coalesce(client, ''), coalesce(touchpoint, ''), channel, coalesce(locale, ''), received_at, day,
  received_at_ms || '', answers
) AS row
FROM response_view
WHERE (received_at_ms, id) < (min(?14, coalesce(unixepoch(?11, '+2 days') * 1000, ?14)), ?15)
  AND received_at_ms >= coalesce(unixepoch(?10, '-1 day') * 1000, 0)
  AND survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
  AND (?1 IS NULL OR survey = ?1)
  AND (?2 IS NULL OR audience = ?2)
  AND (?3 IS NULL OR event = ?3)
  AND (?4 IS NULL OR touchpoint = ?4)
  AND (?5 IS NULL OR manager = ?5)
  AND (?6 IS NULL OR client = ?6)
  AND (?7 IS NULL OR (SELECT format FROM event WHERE event.id = response_view.event) = ?7)
  AND (?8 IS NULL OR channel = ?8)
  AND (?9 IS NULL OR locale = ?9)
  AND (?10 IS NULL OR day >= ?10)
  AND (?11 IS NULL OR day <= ?11)
  AND (?12 IS NULL OR status = ?12)
  AND (?13 IS NULL OR EXISTS (SELECT 1 FROM answer_normalized WHERE response = id AND instr(words, ?13)))
ORDER BY received_at_ms DESC, id DESC
LIMIT ?16
