-- Responses, the newest first, from behind the place where the last page ended.
-- ?1 survey, ?2 audience, ?3 event, ?4 touchpoint, ?5 manager, ?6 channel, ?7 locale, ?8 first day,
-- ?9 last day, ?10 standing, ?11 a part of a free text in small letters; each of them null for all.
-- ?12 time (UTC ms) and ?13 id of the last response of the page before, ?14 how many at most.
-- A day of any zone begins and ends within two days of its namesake in UTC: more is not looked at.
SELECT json_array(
  id, rev || '', survey, version || '', audience, basis, standing, coalesce(suspicion, ''),
  coalesce(ruling, ''), coalesce(event, ''), coalesce(event_raw, ''), coalesce(manager, ''),
  coalesce(client, ''), coalesce(touchpoint, ''), channel, coalesce(locale, ''), received_at, day,
  received_at_ms || '', answers
) AS row
FROM response_told
WHERE (received_at_ms, id) < (min(?12, coalesce(unixepoch(?9, '+2 days') * 1000, ?12)), ?13)
  AND received_at_ms >= coalesce(unixepoch(?8, '-1 day') * 1000, 0)
  AND (?1 IS NULL OR survey = ?1)
  AND (?2 IS NULL OR audience = ?2)
  AND (?3 IS NULL OR event = ?3)
  AND (?4 IS NULL OR touchpoint = ?4)
  AND (?5 IS NULL OR manager = ?5)
  AND (?6 IS NULL OR channel = ?6)
  AND (?7 IS NULL OR locale = ?7)
  AND (?8 IS NULL OR day >= ?8)
  AND (?9 IS NULL OR day <= ?9)
  AND (?10 IS NULL OR standing = ?10)
  AND (?11 IS NULL OR EXISTS (SELECT 1 FROM answer_folded WHERE response = id AND instr(words, ?11)))
ORDER BY received_at_ms DESC, id DESC
LIMIT ?14
