-- An agency of five years: 6,000 events of 300 clients and 20 managers, and {responses} responses. Guests of
-- every fifth event are invited one by one, those of the others use its link. Everything is derived from the
-- number of the response, so that it is the same each time.

INSERT INTO event (id, title, date, kind, format, manager, client, guests, zone, state, code)
WITH RECURSIVE event (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM event WHERE i < 5999)
SELECT
  printf('ev-%04d', i), 'Event ' || i, date('2021-01-01', '+' || (i * 1825 / 6000) || ' days'), 'corporate',
  'format-' || (i * 7 % 5), 'manager-' || (i * 11 % 20), 'client-' || (i * 13 % 300), NULL, 'Europe/Kyiv', 'held',
  printf('%012d', i)
FROM event;

-- Three answers of an event's client, four about the stages before it, and its guests'; in a small database
-- every tenth response is one of the first two each. `dice` is pseudo-random, with another value for each
-- purpose.
CREATE TABLE bench (
  i INTEGER PRIMARY KEY, survey TEXT NOT NULL, e INTEGER NOT NULL, delay INTEGER NOT NULL, dice INTEGER NOT NULL
) STRICT;

INSERT INTO bench
WITH RECURSIVE
  size AS (SELECT min({responses} / 10, 18000) AS clients, min({responses} / 10, 24000) AS stages),
  response (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM response WHERE i < {responses} - 1),
  thrown AS (
    SELECT i, (i * 2654435761 + 1013904223) % 4294967296 AS a, (i * 2246822519 + 374761393) % 4294967296 AS b
    FROM response
  )
SELECT
  i,
  CASE WHEN i < clients THEN 'client' WHEN i < clients + stages THEN 'stage' ELSE 'guest' END,
  (a >> 7) % 6000,
  -- Most answer at once, the last after two weeks.
  min((a >> 19) % 14, (b >> 5) % 14),
  b >> 9
FROM thrown, size;

INSERT INTO response (
  id, rev, payload_hash, attempt_id, survey, version, audience, source, status, flag, event, touchpoint, channel,
  locale, received_at_ms, day
)
SELECT
  printf('%08x-0000-4000-8000-000000000000', i), 1, '', '', survey, 1,
  iif(survey = 'guest', 'guest', 'client'),
  iif(survey = 'guest' AND e % 5 > 0, 'event_link', 'invite'),
  iif(dice % 97 = 0, 'quarantined', 'accepted'), iif(dice % 97 = 0, 'scanner', NULL),
  event.id,
  CASE survey
    WHEN 'guest' THEN 'event'
    WHEN 'client' THEN 'after'
    ELSE iif(dice % 2, 'consult', 'concept')
  END,
  CASE
    WHEN survey <> 'guest' OR e % 5 = 0 THEN 'email'
    WHEN dice % 20 < 11 THEN 'qr'
    WHEN dice % 20 < 17 THEN 'messenger'
    ELSE 'sms'
  END,
  CASE WHEN dice % 31 < 19 THEN 'ru' WHEN dice % 31 < 28 THEN 'uk' ELSE 'en' END,
  unixepoch(event.date, '+' || delay || ' days') * 1000 + i % 86400000,
  date(event.date, '+' || delay || ' days')
FROM bench
JOIN event ON event.id = printf('ev-%04d', e)
ORDER BY i;

-- In the order of their key. Managers and events differ.
INSERT INTO answer (response, question, option, score, text)
SELECT
  printf('%08x-0000-4000-8000-000000000000', i), asked.question, asked.option,
  CASE asked.question
    WHEN 'nps' THEN min(10, 4 + (dice / 7 + e) % 8)
    WHEN 'enjoyed' THEN 5 - (dice / 7) % 5 * ((dice / 41 + e * 11 % 20 + e % 3) % 3) / 2
    WHEN 'satisfied' THEN 5 - (dice / 11) % 3
  END,
  NULL
FROM bench
CROSS JOIN (
  SELECT 1 AS place, 'guest' AS survey, 'comment' AS question, '' AS option, 6 AS every
  UNION ALL SELECT 2, 'guest', 'enjoyed', '', 1
  UNION ALL SELECT 3, 'guest', 'liked', '', 2
  UNION ALL SELECT 4, 'guest', 'liked', 'food', 4
) AS asked
WHERE asked.survey = bench.survey AND dice % asked.every = 0
ORDER BY i, place;

INSERT INTO answer (response, question, option, score, text)
SELECT
  printf('%08x-0000-4000-8000-000000000000', i), asked.question, '',
  CASE asked.question WHEN 'nps' THEN min(10, 4 + (dice / 7 + e) % 8) ELSE 5 - (dice / 11) % 3 END, NULL
FROM bench
CROSS JOIN (
  SELECT 'client' AS survey, 'nps' AS question
  UNION ALL SELECT 'client', 'satisfied'
  UNION ALL SELECT 'stage', 'satisfied'
) AS asked
WHERE asked.survey = bench.survey;

DROP TABLE bench;
