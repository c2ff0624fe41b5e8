-- Tallies in slices: what a reader asks for is read from the smallest that holds it, so that reading costs
-- what is told, not what was answered. Not additive: the worker before this one counts into tallies that are
-- gone, and must not write any more; what is sent until the next one is out is told to come again.

DROP VIEW event_told;
DROP VIEW event_aside;
DROP VIEW contribution;
DROP TABLE tally;

-- By what answers are counted together, beside survey, question and basis. `worker/src/slices.rs` says which
-- one is read for what.
CREATE TABLE slice (
  name TEXT NOT NULL PRIMARY KEY,
  -- A tally's `day` is the first of one of these.
  unit TEXT NOT NULL CHECK (unit IN ('day', 'month', 'year')),
  -- What shares its luck: guests of one event do. Events are dealt into twelve bundles where one by one they
  -- would be too many to read: bundles of whole events are as independent as events are.
  cluster TEXT NOT NULL CHECK (cluster IN ('event', 'bundle', '')),
  -- Whether each event has a slice of its own, and what is of no event has one too.
  by_event INTEGER NOT NULL CHECK (by_event IN (0, 1)),
  by_touchpoint INTEGER NOT NULL CHECK (by_touchpoint IN (0, 1)),
  by_channel INTEGER NOT NULL CHECK (by_channel IN (0, 1)),
  by_locale INTEGER NOT NULL CHECK (by_locale IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO slice (name, unit, cluster, by_event, by_touchpoint, by_channel, by_locale) VALUES
  ('channel_day', 'day', 'bundle', 0, 0, 1, 0),
  ('channel_month', 'month', 'bundle', 0, 0, 1, 0),
  ('event_day', 'day', 'event', 0, 0, 0, 0),
  ('event_month', 'month', 'event', 0, 0, 0, 0),
  ('own_month', 'month', '', 1, 1, 1, 1),
  ('touchpoint_day', 'day', 'bundle', 0, 1, 0, 0),
  ('touchpoint_month', 'month', 'bundle', 0, 1, 0, 0),
  ('touchpoint_year', 'year', 'bundle', 0, 1, 0, 0),
  ('way_month', 'month', 'bundle', 0, 1, 1, 1),
  ('way_year', 'year', 'bundle', 0, 1, 1, 1);

-- Derived: the sums of `contribution`. What a slice does not tell apart is empty, and so is what a response
-- does not have.
CREATE TABLE tally (
  slice TEXT NOT NULL,
  -- In an event's own slice.
  event TEXT NOT NULL,
  survey TEXT NOT NULL,
  question TEXT NOT NULL,
  day TEXT NOT NULL,
  basis TEXT NOT NULL,
  -- An event, or a bundle of them.
  cluster TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  channel TEXT NOT NULL,
  locale TEXT NOT NULL,
  -- Answers that count; those set aside; those never confirmed.
  n INTEGER NOT NULL CHECK (n >= 0),
  suspect INTEGER NOT NULL CHECK (suspect >= 0),
  provisional INTEGER NOT NULL CHECK (provisional >= 0),
  -- Those that count, by score.
  v0 INTEGER NOT NULL, v1 INTEGER NOT NULL, v2 INTEGER NOT NULL, v3 INTEGER NOT NULL,
  v4 INTEGER NOT NULL, v5 INTEGER NOT NULL, v6 INTEGER NOT NULL, v7 INTEGER NOT NULL,
  v8 INTEGER NOT NULL, v9 INTEGER NOT NULL, v10 INTEGER NOT NULL,
  -- Those that count, by option chosen, as JSON: a row for each option would be most of what a vote writes.
  options TEXT NOT NULL,
  PRIMARY KEY (
    slice, event, survey, question, day, basis, cluster, touchpoint, channel, locale
  )
) STRICT, WITHOUT ROWID;

-- What each stored answer adds to each slice: the one definition that a vote, a correction and a recount
-- share. An option chosen adds to `n` of its own.
CREATE VIEW contribution AS
SELECT
  r.id AS response,
  s.name AS slice,
  iif(s.by_event, coalesce(r.event, ''), '') AS event,
  r.survey AS survey,
  a.question AS question,
  CASE s.unit
    WHEN 'day' THEN r.day
    WHEN 'month' THEN substr(r.day, 1, 8) || '01'
    ELSE substr(r.day, 1, 5) || '01-01'
  END AS day,
  r.basis AS basis,
  CASE s.cluster
    WHEN 'event' THEN coalesce(r.event, '')
    -- Weights without a factor in common with twelve, so that each of the last letters tells.
    WHEN 'bundle' THEN coalesce('#' || (
      (
        unicode(substr(r.event, -1))
        + 5 * coalesce(unicode(substr(r.event, -2, 1)), 0)
        + 7 * coalesce(unicode(substr(r.event, -3, 1)), 0)
        + 11 * coalesce(unicode(substr(r.event, -4, 1)), 0)
      ) % 12
    ), '')
    ELSE ''
  END AS cluster,
  iif(s.by_touchpoint, coalesce(r.touchpoint, ''), '') AS touchpoint,
  iif(s.by_channel, r.channel, '') AS channel,
  iif(s.by_locale, coalesce(r.locale, ''), '') AS locale,
  a.option AS option,
  r.standing = 'counted' AS n,
  r.standing = 'suspect' AS suspect,
  r.standing = 'provisional' AS provisional,
  r.standing = 'counted' AND a.score IS 0 AS v0,
  r.standing = 'counted' AND a.score IS 1 AS v1,
  r.standing = 'counted' AND a.score IS 2 AS v2,
  r.standing = 'counted' AND a.score IS 3 AS v3,
  r.standing = 'counted' AND a.score IS 4 AS v4,
  r.standing = 'counted' AND a.score IS 5 AS v5,
  r.standing = 'counted' AND a.score IS 6 AS v6,
  r.standing = 'counted' AND a.score IS 7 AS v7,
  r.standing = 'counted' AND a.score IS 8 AS v8,
  r.standing = 'counted' AND a.score IS 9 AS v9,
  r.standing = 'counted' AND a.score IS 10 AS v10
FROM response AS r
JOIN answer AS a ON a.response = r.id
CROSS JOIN slice AS s;

-- The contributions summed up, apart by option.
CREATE VIEW recount AS
SELECT
  slice, event, survey, question, day, basis, cluster, touchpoint, channel, locale, option,
  sum(n) AS n, sum(suspect) AS suspect, sum(provisional) AS provisional,
  sum(v0) AS v0, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3, sum(v4) AS v4, sum(v5) AS v5,
  sum(v6) AS v6, sum(v7) AS v7, sum(v8) AS v8, sum(v9) AS v9, sum(v10) AS v10
FROM contribution
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;

INSERT INTO tally
SELECT
  slice, event, survey, question, day, basis, cluster, touchpoint, channel, locale,
  sum(n) FILTER (WHERE option = ''),
  sum(suspect) FILTER (WHERE option = ''),
  sum(provisional) FILTER (WHERE option = ''),
  sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9), sum(v10),
  json_group_object(option, n) FILTER (WHERE option <> '' AND n > 0)
FROM recount
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

-- An event as it is told: with the last day of its guest link, and its guests' counted votes, which
-- are the answers to the question that most of them answered.
CREATE VIEW event_told AS
SELECT
  e.id, e.title, e.date, e.kind, e.format, e.venue, e.client, e.manager, e.guests, e.zone, e.state,
  e.code,
  date(e.date, '+' || e.link_days || ' days') AS link_until,
  coalesce(
    (
      SELECT sum(t.n) AS votes
      FROM tally AS t
      WHERE t.slice = 'own_month' AND t.event = e.id AND t.survey = 'guest'
      GROUP BY t.question
      ORDER BY votes DESC
      LIMIT 1
    ),
    0
  ) AS votes
FROM event AS e;

-- The votes of each event's guests that are set aside, by question.
CREATE VIEW event_aside AS
SELECT event, question, sum(suspect) AS votes
FROM tally
WHERE slice = 'own_month' AND survey = 'guest'
GROUP BY event, question;

-- Of no event: the sums of all, read where events are not told apart.
INSERT INTO issued (event, survey, touchpoint, channel, n)
SELECT '', survey, touchpoint, channel, sum(n) FROM issued GROUP BY 2, 3, 4;

-- Whose tallies are read where one client or one manager is asked for.
CREATE INDEX event_by_client ON event (client);

CREATE INDEX event_by_manager ON event (manager);

UPDATE schema SET version = 8, writes_from = 8;
