-- Reading responses one by one. Additive: the worker before this one neither reads nor writes these.

-- Pages of responses in the order of their receipt. A vote writes one row more.
CREATE INDEX response_by_time ON response (received_at_ms, id);

-- A response as it is told: manager and client are the event's, as the agency has them now, and its
-- answers are JSON, `[[question, option, score, text]]`, each a text and empty where there is none.
CREATE VIEW response_told AS
SELECT
  r.id, r.rev, r.survey, r.version, r.audience, r.basis, r.standing, r.suspicion, r.ruling, r.event,
  r.event_raw, e.manager, e.client, r.touchpoint, r.channel, r.locale, r.received_at_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.received_at_ms / 1000.0, 'unixepoch') AS received_at,
  r.day,
  (
    SELECT json_group_array(json_array(a.question, a.option, coalesce(a.score || '', ''), coalesce(a.text, '')))
    FROM answer AS a
    WHERE a.response = r.id
  ) || '' AS answers
FROM response AS r
LEFT JOIN event AS e ON e.id = r.event;

-- Free texts with small letters for large ones. SQLite's `lower` knows Latin alone, and a pattern of
-- LIKE may have 50 bytes on D1; so letters are replaced one by one, in two steps, because each step is
-- only so deep as every SQLite can read it.
CREATE VIEW answer_folded AS
SELECT response,
  replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
  replace(replace(replace(replace(replace(replace(replace(replace(half,
  'А', 'а'), 'Б', 'б'), 'В', 'в'), 'Г', 'г'), 'Д', 'д'), 'Е', 'е'), 'Ж', 'ж'), 'З', 'з'), 'И', 'и'),
  'Й', 'й'), 'К', 'к'), 'Л', 'л'), 'М', 'м'), 'Н', 'н'), 'О', 'о'), 'П', 'п'), 'Р', 'р'), 'С', 'с')
  AS words
FROM (
  SELECT response,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(text),
    'Т', 'т'), 'У', 'у'), 'Ф', 'ф'), 'Х', 'х'), 'Ц', 'ц'), 'Ч', 'ч'), 'Ш', 'ш'), 'Щ', 'щ'), 'Ъ', 'ъ'),
    'Ы', 'ы'), 'Ь', 'ь'), 'Э', 'э'), 'Ю', 'ю'), 'Я', 'я'), 'Ё', 'ё'), 'І', 'і'), 'Ї', 'ї'), 'Є', 'є'),
    'Ґ', 'ґ'), 'Ў', 'ў') AS half
  FROM answer
  WHERE text IS NOT NULL
);

UPDATE schema SET version = 7;
