-- Events told by the agency's own system, and the link of each that guests get. Additive: the worker
-- before this one neither reads nor writes these columns.

ALTER TABLE event ADD COLUMN venue TEXT NOT NULL DEFAULT '';

ALTER TABLE event ADD COLUMN format TEXT NOT NULL DEFAULT '';

ALTER TABLE event ADD COLUMN state TEXT NOT NULL DEFAULT 'planned'
  CHECK (state IN ('planned', 'held', 'cancelled'));

-- What stands in the event's guest link; null for rows from before, until they are saved again.
ALTER TABLE event ADD COLUMN code TEXT CHECK (length(code) = 12);

-- Days after the event's in which its guest link still takes votes.
ALTER TABLE event ADD COLUMN link_days INTEGER NOT NULL DEFAULT 14;

ALTER TABLE event ADD COLUMN updated_at_ms INTEGER;

CREATE UNIQUE INDEX event_by_code ON event (code);

CREATE INDEX event_by_date ON event (date, id);

-- How many votes each event has. Only a tally's first vote of a day writes to it: sums are no part.
CREATE INDEX tally_by_event ON tally (event);

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
      WHERE t.event = e.id
        AND t.slice = 'full'
        AND t.survey = 'guest'
        AND t.option = ''
        AND t.standing = 'counted'
      GROUP BY t.question
      ORDER BY votes DESC
      LIMIT 1
    ),
    0
  ) AS votes
FROM event AS e;
