-- Rows {first} to {last}, as the worker of that schema wrote them: every hundredth has an event of its own,
-- every tenth is a request to be called beside it.
INSERT INTO event (id, title, date, kind, manager, client, guests, zone)
WITH RECURSIVE row (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM row WHERE i < {last})
SELECT 'ev-' || i, 'Юбилей ' || i, '2026-06-01', 'corporate', 'manager-' || i % 7, 'client-' || i, 80, 'Europe/Kyiv'
FROM row WHERE i % 100 = 1;

INSERT INTO response (
  id, rev, digest, write_id, survey, version, audience, basis, standing, event, event_raw, touchpoint, channel,
  locale, received_at_ms, revised_at_ms, day
)
WITH RECURSIVE row (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM row WHERE i < {last})
SELECT
  printf('%08x-0000-4000-8000-000000000000', i), 1 + i % 3, 'd' || i, 'w' || i, 'guest', 1, 'guest', 'event', 'counted',
  'ev-' || (i - (i - 1) % 100), NULL, iif(i % 2, 'event', NULL), 'qr', iif(i % 3, 'ru', 'uk'),
  1767225600000 + i, NULL, '2026-0' || (1 + i % 9) || '-15'
FROM row;

INSERT INTO answer (response, question, option, score, text)
WITH RECURSIVE row (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM row WHERE i < {last})
SELECT printf('%08x-0000-4000-8000-000000000000', i), 'enjoyed', '', 1 + i % 5, NULL FROM row
UNION ALL
SELECT printf('%08x-0000-4000-8000-000000000000', i), 'comment', '', NULL, 'It''s «' || i || '»' FROM row WHERE i % 4 = 0;

INSERT INTO callback (
  id, rev, digest, write_id, survey, state, channel, locale, topic, call_window, received_at_ms, revised_at_ms, day,
  consent_url, consent_text
)
WITH RECURSIVE row (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM row WHERE i < {last})
SELECT
  printf('%08x-0000-4000-9000-000000000000', i), 1, 'd' || i, 'w' || i, 'site', iif(i % 20, 'new', 'done'), 'site', 'ru',
  'свадьба', 'evening', 1767225600000 + i, NULL, '2026-01-15', 'https://agency.example/consent', 'Согласен'
FROM row WHERE i % 10 = 0;

INSERT INTO contact (callback, key_id, sealed)
SELECT id, 'k1', 'c2VhbGVk' FROM callback
WHERE substr(id, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last});
