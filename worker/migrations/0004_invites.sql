-- Invites, what was sent through each, and what speaks against an answer. Additive: the worker before
-- this one neither reads nor writes these tables and columns.

-- One respondent's right to one counted response. Its code carries nothing and is looked up here.
CREATE TABLE invite (
  code TEXT NOT NULL PRIMARY KEY CHECK (length(code) = 12),
  -- The id of the one response that everything sent through this invite becomes. Only the server
  -- knows it: nobody can take it by sending a response of that id.
  response TEXT NOT NULL CHECK (length(response) = 36),
  survey TEXT NOT NULL,
  event TEXT NOT NULL REFERENCES event (id),
  -- The agency's own word for the person, which only the agency can resolve.
  reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 64),
  touchpoint TEXT,
  channel TEXT NOT NULL,
  -- When its letter went out, as far as the agency said; otherwise when it was issued.
  sent_at_ms INTEGER NOT NULL,
  -- The last day on which it takes an answer, in the agency's zone.
  until TEXT NOT NULL CHECK (length(until) = 10),
  revoked_at_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX invite_by_event ON invite (event, survey, reference);

-- The invites that take an answer up to their last day.
CREATE VIEW invite_open AS
SELECT code, response, survey, event, reference, touchpoint, channel, sent_at_ms, until
FROM invite
WHERE revoked_at_ms IS NULL;

-- Derived: how many invites stand, for response rates; made anew whenever an event's invites change.
CREATE TABLE issued (
  event TEXT NOT NULL,
  survey TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  channel TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 0),
  PRIMARY KEY (event, survey, touchpoint, channel)
) STRICT, WITHOUT ROWID;

-- Everything that was sent through an invite: the history of its response, whose state is always that
-- of the latest revision that counts, or of the latest where none does.
CREATE TABLE revision (
  response TEXT NOT NULL,
  -- The id and revision under which it was sent: a retry is known by them.
  source TEXT NOT NULL CHECK (length(source) = 36),
  source_rev INTEGER NOT NULL,
  digest TEXT NOT NULL,
  write_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  locale TEXT,
  standing TEXT NOT NULL CHECK (standing IN ('counted', 'provisional', 'suspect')),
  suspicion TEXT,
  at_ms INTEGER NOT NULL,
  day TEXT NOT NULL CHECK (length(day) = 10),
  -- The rows of `answer`, as JSON.
  answers TEXT NOT NULL,
  PRIMARY KEY (response, source, source_rev)
) STRICT, WITHOUT ROWID;

ALTER TABLE response ADD COLUMN invite TEXT CHECK (length(invite) = 12);

-- Why the response is left out of the score: a word of `Suspicion`.
ALTER TABLE response ADD COLUMN suspicion TEXT;

-- What the director decided, which no later revision undoes.
ALTER TABLE response ADD COLUMN ruling TEXT CHECK (ruling IN ('include', 'exclude'));

-- Every decision of the director's about a response, with its reason.
CREATE TABLE ruling (
  response TEXT NOT NULL REFERENCES response (id),
  at_ms INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('include', 'exclude')),
  reason TEXT NOT NULL,
  PRIMARY KEY (response, at_ms)
) STRICT, WITHOUT ROWID;

-- What is set aside, for the director's list.
CREATE INDEX response_suspect ON response (received_at_ms) WHERE standing = 'suspect';

-- The latest votes of an open link, when a burst of them is set aside.
CREATE INDEX response_by_event ON response (event, survey, standing, received_at_ms);

-- How many votes an open link got in the current stretch of ten minutes.
CREATE TABLE pace (
  survey TEXT NOT NULL,
  event TEXT NOT NULL,
  stretch INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (survey, event)
) STRICT, WITHOUT ROWID;

-- The votes of each event's guests that are set aside, by question.
CREATE VIEW event_aside AS
SELECT event, question, sum(n) AS votes
FROM tally
WHERE slice = 'full' AND survey = 'guest' AND option = '' AND standing = 'suspect'
GROUP BY event, question;
