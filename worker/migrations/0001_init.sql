-- The whole schema: its version; tokens, surveys, events and invites of the agency; responses and callbacks; tallies
-- and views, which are derived; the outbox. README.md in this folder has the rules.

-- One row: the version of this schema, and the oldest version whose workers may still write to it. Every batch
-- of a worker reads it first (`schema_guard.sql`); a worker that must not write breaks the constraint, and D1
-- rolls the whole batch back.
CREATE TABLE schema (
  version INTEGER NOT NULL CONSTRAINT unknown_schema CHECK (version > 0),
  writes_from INTEGER NOT NULL
) STRICT;

INSERT INTO schema (version, writes_from) VALUES (1, 1);

-- Bearer tokens for people and programs other than the director.
CREATE TABLE token (
  -- Tokens are listed and revoked by this number, so it is never used again.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- SHA-256 of the token in hex, so that nobody can sign in by reading this table. No salt: a token is 256
  -- random bits.
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  -- Whom it was made for; only people read it.
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  role TEXT NOT NULL CHECK (role IN ('director', 'manager', 'reader', 'integration')),
  -- A manager as `event.manager` names him.
  manager TEXT CHECK (length(manager) BETWEEN 1 AND 64),
  made_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  revoked_at_ms INTEGER,
  CHECK ((role = 'manager') = (manager IS NOT NULL))
) STRICT;

-- The audit log: what people and programs of the agency did, and how often signing in failed. Rows are added in the
-- batch of the change that they are about, never updated, and deleted after a year. No name, phone, comment, code or
-- reference of a guest is in them.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Made before the batch and the same at each of its attempts: a batch that is retried adds one row.
  id TEXT NOT NULL UNIQUE,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (actor IN ('secret', 'session', 'token', 'command', 'nobody')),
  -- Of the token or the director; null for others.
  role TEXT CHECK (role IN ('director', 'manager', 'reader', 'integration')),
  -- The number of the token, where the actor has one.
  token INTEGER CHECK ((token IS NOT NULL) = (actor = 'token')),
  -- See `AuditAction`.
  action TEXT NOT NULL CHECK (length(action) BETWEEN 1 AND 32),
  -- What was acted on: the id of an event, a survey, a response, a token.
  subject TEXT NOT NULL CHECK (length(subject) <= 64),
  -- A JSON object: a changed field is `[from, to]`, anything else a value.
  detail TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;

CREATE INDEX audit_by_time ON audit (at_ms);

-- Wrong guesses at the director's secret, by minute, until the minute is over and they become one row of `audit`: a
-- flood of guesses writes one row here.
CREATE TABLE failed_sign_in (
  -- Of UTC, counted from 1970.
  minute INTEGER NOT NULL PRIMARY KEY,
  n INTEGER NOT NULL,
  -- Whether more of them were refused by a rate limit, which are not counted.
  throttled INTEGER NOT NULL CHECK (throttled IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Sessions of the director that have been opened and not ended.
CREATE TABLE session (
  -- HMAC-SHA256 of the cookie's value under DIRECTOR_TOKEN in hex: nobody can use a session by reading this table.
  hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
  made_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Surveys that the agency publishes. A version is never changed or deleted: stored answers refer to it.
CREATE TABLE survey_version (
  -- The order of publishing: an isolate asks for the versions after the last that it knows.
  number INTEGER PRIMARY KEY,
  survey TEXT NOT NULL CHECK (length(survey) BETWEEN 1 AND 32),
  version INTEGER NOT NULL CHECK (version >= 1),
  -- JSON, see docs/survey.md.
  document TEXT NOT NULL CHECK (json_valid(document)),
  published_at_ms INTEGER NOT NULL,
  UNIQUE (survey, version)
) STRICT;

-- Events, as the agency's own system or its people enter them.
CREATE TABLE event (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  date TEXT NOT NULL,
  kind TEXT NOT NULL,
  format TEXT NOT NULL DEFAULT '',
  venue TEXT NOT NULL DEFAULT '',
  client TEXT NOT NULL,
  manager TEXT NOT NULL,
  guests INTEGER,
  -- For display only: days are counted in the agency's zone.
  zone TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'held', 'cancelled')),
  -- The code in the event's guest link. It never changes: the link may be in print.
  code TEXT CHECK (length(code) = 12),
  -- For how many days after `date` the guest link takes votes.
  link_days INTEGER NOT NULL DEFAULT 14,
  -- Who said its client, date, guests, format and whether it is cancelled: the director or a system of the agency's, or a
  -- manager. What a manager said keeps the agency's own system from nothing: else a manager could enter events before
  -- it does, or change its events and then settle them.
  entered_by TEXT NOT NULL DEFAULT 'agency' CHECK (entered_by IN ('agency', 'manager')),
  updated_at_ms INTEGER,
  -- The random group of `rollup.cluster`. It is drawn once and depends on nothing else: people write ids by a system, and
  -- whoever chooses an id must not choose the group.
  random_group INTEGER NOT NULL DEFAULT (abs(random()) % 12) CHECK (random_group BETWEEN 0 AND 11)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX event_by_code ON event (code);

CREATE INDEX event_by_date ON event (date, id);

-- The guest link of each event: the last day on which it takes votes, empty where it takes none.
CREATE VIEW guest_link AS
SELECT id, code, guests, iif(state = 'cancelled', '', date(date, '+' || link_days || ' days')) AS until
FROM event;

-- For numbers of one client or one manager.
CREATE INDEX event_by_client ON event (client);

CREATE INDEX event_by_manager ON event (manager);

-- An invite gives one respondent one counted response. Its code is random, carries no data and is looked up here.
CREATE TABLE invite (
  code TEXT NOT NULL PRIMARY KEY CHECK (length(code) = 12),
  -- The id of the one response that every submission through this invite becomes. Only the server knows it, so
  -- that nobody can occupy it by sending a response with this id.
  response TEXT NOT NULL CHECK (length(response) = 36),
  survey TEXT NOT NULL,
  event TEXT NOT NULL REFERENCES event (id),
  -- The agency's own key for the person, which only the agency can resolve.
  reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 64),
  touchpoint TEXT,
  channel TEXT NOT NULL,
  -- Who issued it: the director or a system of the agency's, or a manager, who is judged by the answer.
  issuer TEXT NOT NULL CHECK (issuer IN ('agency', 'manager')),
  -- When it was issued: its issuer can read the link again for some minutes, to retry, and then no more.
  issued_at_ms INTEGER NOT NULL,
  -- When its letter went out, if the agency said so; otherwise when the invite was made.
  sent_at_ms INTEGER NOT NULL,
  -- The last day on which it takes an answer, in the agency's zone.
  until TEXT NOT NULL CHECK (length(until) = 10),
  revoked_at_ms INTEGER
) STRICT, WITHOUT ROWID;

-- A manager's invite does not take the place of the agency's to the same person.
CREATE UNIQUE INDEX invite_by_event ON invite (event, survey, reference, issuer);

-- Invites that are not revoked; the reader compares `until` with today.
CREATE VIEW invite_open AS
SELECT code, response, survey, event, reference, touchpoint, channel, issuer, issued_at_ms, sent_at_ms, until
FROM invite
WHERE revoked_at_ms IS NULL;

-- Derived: the numbers of the agency's invites and of those that were answered, for response rates. Invites are counted
-- again whenever those of the event change, answers one by one as their status changes.
-- The rows with an empty event are the sums of all events, read where numbers are not grouped by event.
CREATE TABLE invite_count (
  event TEXT NOT NULL,
  survey TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  channel TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 0),
  answered INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (event, survey, touchpoint, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE response (
  -- Made by the client, so that a retry is not a second response.
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  -- A correction sends the whole response again with a higher number.
  rev INTEGER NOT NULL CHECK (rev BETWEEN 1 AND 32),
  -- SHA-256 of the accepted submission without its revision: a retry has the same one, another answer has not.
  payload_hash TEXT NOT NULL,
  -- The id of the attempt that wrote this state: later statements of its batch find out by it whether it won.
  attempt_id TEXT NOT NULL,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('client', 'guest', 'visitor')),
  source TEXT NOT NULL CHECK (source IN ('invite', 'manager_invite', 'event_link', 'open')),
  status TEXT NOT NULL CHECK (status IN ('accepted', 'partial', 'quarantined')),
  -- Why the status is `quarantined`, see `Flag`.
  flag TEXT,
  -- The director's latest decision; no later revision changes it.
  decision TEXT CHECK (decision IN ('include', 'exclude')),
  event TEXT REFERENCES event (id),
  -- The event in the guest's link, if the agency has no such event: shaped like an id. An import's own words.
  event_raw TEXT CHECK (length(event_raw) <= 64),
  -- The manager in the link, where an event names that manager. Numbers by manager go by the event's.
  manager TEXT CHECK (length(manager) <= 64),
  -- The order in the link, a key that only the agency can resolve.
  reference TEXT CHECK (length(reference) <= 64),
  invite TEXT CHECK (length(invite) = 12),
  touchpoint TEXT,
  channel TEXT NOT NULL,
  locale TEXT,
  received_at_ms INTEGER NOT NULL,
  revised_at_ms INTEGER,
  -- The day of receipt in the agency's zone. It is not computed again: tallies are by day, and the agency may
  -- move to another zone.
  day TEXT NOT NULL CHECK (length(day) = 10)
) STRICT, WITHOUT ROWID;

-- For pages of responses in the order of receipt.
CREATE INDEX response_by_time ON response (received_at_ms, id);

-- For the director's list of quarantined responses.
CREATE INDEX response_quarantined ON response (received_at_ms) WHERE status = 'quarantined';

-- Whether a limit set aside answers that the director has not decided about: an event is marked by them, and an
-- anonymous survey's quarter is not released before.
CREATE INDEX response_held ON response (survey, event, day)
WHERE status = 'quarantined' AND flag IN ('burst', 'over_guests') AND decision IS NULL;

-- For the latest votes of an open link: a burst makes all of them quarantined.
CREATE INDEX response_by_event ON response (event, survey, status, received_at_ms);

-- The day from which on an event is settled: guests may depend on it, or answered already, or the agency invited
-- somebody. Empty for always. Votes by the guest link are whoever's has it: they bind managers, not the agency's own
-- system.
CREATE VIEW event_settling AS
SELECT
  e.id,
  EXISTS (
    SELECT 1 FROM response AS r
    WHERE r.event = e.id AND r.source IN ('invite', 'event_link') AND r.status = 'accepted'
      -- Whether somebody has answered an anonymous survey must not show.
      AND r.survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
  ) AS is_answered,
  iif(EXISTS (SELECT 1 FROM invite_open AS i WHERE i.event = e.id AND i.issuer = 'agency'), '', e.date) AS settled_from
FROM event AS e;

-- One row for each answer, with an empty option, and one more for each chosen option.
CREATE TABLE answer (
  response TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  question TEXT NOT NULL,
  option TEXT NOT NULL,
  score INTEGER CHECK (score BETWEEN 0 AND 10),
  text TEXT,
  -- Derived: the text as it is searched, redacted and in lower case (`search_words` in Rust: SQLite's `lower` knows
  -- Latin letters alone). What is redacted is not here, so that no search can find it, whatever it costs.
  words TEXT,
  CHECK ((text IS NULL) = (words IS NULL)),
  PRIMARY KEY (response, question, option)
) STRICT, WITHOUT ROWID;

-- Every submission through an invite. The response has the state of its latest accepted revision, or of its latest
-- revision if none is accepted.
CREATE TABLE revision (
  response TEXT NOT NULL,
  -- The id and revision that the client sent: a retry has the same ones.
  submission TEXT NOT NULL CHECK (length(submission) = 36),
  submission_rev INTEGER NOT NULL,
  payload_hash TEXT NOT NULL,
  attempt_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  locale TEXT,
  status TEXT NOT NULL CHECK (status IN ('accepted', 'partial', 'quarantined')),
  flag TEXT,
  -- The questions whose answers are low, a JSON array.
  low TEXT NOT NULL CHECK (json_valid(low)),
  -- A pseudonym of the browser and network that sent it, of use within this response alone.
  sender TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  day TEXT NOT NULL CHECK (length(day) = 10),
  -- The rows of `answer`, as JSON.
  answers TEXT NOT NULL,
  PRIMARY KEY (response, submission, submission_rev)
) STRICT, WITHOUT ROWID;

-- For the director's list of low answers that somebody wanted to change.
CREATE INDEX revision_changed ON revision (at_ms) WHERE flag = 'changed_elsewhere';

-- Clients' low answers: the first low scores of each response, which no later correction takes away. Kept for 30 days.
CREATE TABLE low_answer (
  response TEXT NOT NULL PRIMARY KEY REFERENCES response (id) ON DELETE CASCADE,
  attempt_id TEXT NOT NULL,
  -- Sent through an invite of the agency's, so that a client is known to have said it.
  is_invited INTEGER NOT NULL CHECK (is_invited IN (0, 1)),
  at_ms INTEGER NOT NULL,
  -- With commas.
  scores TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- For pages, those by invite before the others.
CREATE INDEX low_answer_queue ON low_answer (is_invited, at_ms, response);

-- The director's decisions about a response, all of them, with their reasons: to include or exclude it, or to adopt a
-- correction that came from elsewhere or decline it.
CREATE TABLE moderation (
  response TEXT NOT NULL REFERENCES response (id),
  at_ms INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('include', 'exclude', 'adopt', 'decline')),
  reason TEXT NOT NULL,
  PRIMARY KEY (response, at_ms)
) STRICT, WITHOUT ROWID;

-- How many accepted votes came in a window through an event's link, by its id, and without an event: `window_no`
-- counts fixed slots of ten minutes.
CREATE TABLE vote_rate (
  survey TEXT NOT NULL,
  source TEXT NOT NULL,
  event TEXT NOT NULL,
  window_no INTEGER NOT NULL,
  n INTEGER NOT NULL,
  -- The largest number of guests that the event had within the window; null while it is unknown.
  guests INTEGER,
  PRIMARY KEY (survey, source, event)
) STRICT, WITHOUT ROWID;

-- Submissions that were taken without Turnstile's verdict: one row for each reason, so that an outage, or a secret that
-- is wrong, does not go unnoticed.
CREATE TABLE turnstile_outage (
  reason TEXT NOT NULL PRIMARY KEY
    CHECK (reason IN ('silent', 'server_error', 'internal_error', 'wrong_secret')),
  -- Since the first of them; a day without any begins anew.
  n INTEGER NOT NULL CHECK (n > 0),
  since_ms INTEGER NOT NULL,
  latest_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Requests of visitors to be called back. Open rows with the same phone, within some days, are one request, whoever sent
-- them: its state and quarantine are those of its first row, it is due when the first of its rows is, everything else is
-- the newest row's. A cancelled row is no part of it.
CREATE TABLE callback (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  rev INTEGER NOT NULL CHECK (rev BETWEEN 1 AND 32),
  -- An HMAC: from a plain hash a phone number could be guessed.
  payload_hash TEXT NOT NULL,
  attempt_id TEXT NOT NULL,
  survey TEXT NOT NULL,
  -- The id of the request's first row.
  request TEXT NOT NULL CHECK (length(request) = 36),
  -- An HMAC of the normalized phone, by which an open request of the same phone is found.
  phone_hash TEXT NOT NULL CHECK (length(phone_hash) = 32),
  state TEXT NOT NULL CHECK (state IN ('new', 'in_work', 'done', 'cancelled', 'spam')),
  -- A request of a flood is `held` until the director admits it; a cleared one stays held, with the state `spam`.
  quarantine TEXT CHECK (quarantine IN ('held', 'admitted')),
  channel TEXT NOT NULL,
  locale TEXT NOT NULL,
  -- When a call is welcome; `window` is a keyword of SQL.
  call_window TEXT NOT NULL CHECK (call_window IN ('any', 'morning', 'afternoon', 'evening')),
  "by" TEXT NOT NULL DEFAULT 'call' CHECK ("by" IN ('call', 'message')),
  received_at_ms INTEGER NOT NULL,
  revised_at_ms INTEGER,
  day TEXT NOT NULL CHECK (length(day) = 10),
  -- By when the visitor was promised an answer; null if the agency's hours allowed no promise.
  due_at_ms INTEGER,
  -- The receipt of consent: the document and the sentence. The language is `locale`, the time `received_at_ms`.
  consent_url TEXT NOT NULL,
  consent_text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX callback_by_time ON callback (received_at_ms);

-- For the open request of a phone, which a further one joins.
CREATE INDEX callback_open_phone ON callback (phone_hash)
WHERE request = id AND state IN ('new', 'in_work');

-- For the rows of a request, the newest last.
CREATE INDEX callback_by_request ON callback (request, coalesce(revised_at_ms, received_at_ms));

-- For the number of new requests in a window, which decides whether there is a flood.
CREATE INDEX callback_new ON callback (received_at_ms) WHERE request = id AND quarantine IS NULL;

-- For pages of requests, those in quarantine apart, the open ones before the closed ones.
CREATE INDEX callback_queue ON callback (quarantine IS 'held', state IN ('new', 'in_work'), received_at_ms, id)
WHERE request = id;

-- What the agency's people did about a request, step by step; rows are only added. `callback.state` follows from them.
CREATE TABLE case_event (
  -- Made by the page or program that sends it, so that a retry is not a second step.
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  -- The request: the id of its first row.
  callback TEXT NOT NULL REFERENCES callback (id) ON DELETE CASCADE,
  at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('taken', 'attempt', 'closed', 'reopened')),
  -- The result of an attempt, the outcome of a closed request; empty for the other kinds.
  word TEXT NOT NULL CHECK (length(word) <= 16),
  -- Who did it, as in `audit`.
  actor TEXT NOT NULL CHECK (actor IN ('secret', 'session', 'token')),
  token INTEGER CHECK ((token IS NOT NULL) = (actor = 'token')),
  attempt_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- For the steps of a request, in their order.
CREATE INDEX case_event_by_callback ON case_event (callback, at_ms);

-- Name, phone, topic and comment, sealed with AES-256-GCM. The callback's id is the associated data, so that a sealed
-- contact cannot be moved to another callback.
CREATE TABLE contact (
  callback TEXT NOT NULL PRIMARY KEY REFERENCES callback (id) ON DELETE CASCADE,
  key_id TEXT NOT NULL,
  -- Base64 of the nonce (12 bytes), the ciphertext of a JSON object and the tag.
  sealed TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How answers are counted together, beside survey, question and source. A query is answered from the rollup with the
-- fewest rows that can answer it (`read_plan.rs`), so that the cost of reading depends on the groups that are shown,
-- not on the number of responses.
CREATE TABLE rollup (
  name TEXT NOT NULL PRIMARY KEY,
  -- A tally's `day` is the first day of this unit.
  unit TEXT NOT NULL CHECK (unit IN ('day', 'month', 'year')),
  -- The sampling unit of intervals: answers of one event depend on each other. Where single events would be too
  -- many rows to read, they are spread over twelve random groups: groups of whole events are as independent as events.
  cluster TEXT NOT NULL CHECK (cluster IN ('event', 'random_group', '')),
  -- Whether answers are counted for each event alone, and for no event.
  by_event INTEGER NOT NULL CHECK (by_event IN (0, 1)),
  by_touchpoint INTEGER NOT NULL CHECK (by_touchpoint IN (0, 1)),
  by_channel INTEGER NOT NULL CHECK (by_channel IN (0, 1)),
  by_locale INTEGER NOT NULL CHECK (by_locale IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO rollup (name, unit, cluster, by_event, by_touchpoint, by_channel, by_locale) VALUES
  ('channel_day', 'day', 'random_group', 0, 0, 1, 0),
  ('channel_month', 'month', 'random_group', 0, 0, 1, 0),
  ('event_day', 'day', 'event', 0, 0, 0, 0),
  ('event_month', 'month', 'event', 0, 0, 0, 0),
  ('event_only_month', 'month', '', 1, 1, 1, 1),
  ('touchpoint_day', 'day', 'random_group', 0, 1, 0, 0),
  ('touchpoint_month', 'month', 'random_group', 0, 1, 0, 0),
  ('touchpoint_year', 'year', 'random_group', 0, 1, 0, 0),
  ('touchpoint_channel_locale_month', 'month', 'random_group', 0, 1, 1, 1),
  ('touchpoint_channel_locale_year', 'year', 'random_group', 0, 1, 1, 1);

-- Derived: the sums of `tally_delta`. A column is empty where its rollup does not separate by it, and where the
-- response has no value.
CREATE TABLE tally (
  rollup TEXT NOT NULL,
  -- Only in rollups with `by_event`.
  event TEXT NOT NULL,
  survey TEXT NOT NULL,
  question TEXT NOT NULL,
  day TEXT NOT NULL,
  source TEXT NOT NULL,
  -- An event or a random group of events, see `rollup.cluster`.
  cluster TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  channel TEXT NOT NULL,
  locale TEXT NOT NULL,
  -- Answers with the status `accepted`, `quarantined` and `partial`.
  n INTEGER NOT NULL CHECK (n >= 0),
  quarantined INTEGER NOT NULL CHECK (quarantined >= 0),
  partial INTEGER NOT NULL CHECK (partial >= 0),
  -- The accepted ones by score.
  v0 INTEGER NOT NULL, v1 INTEGER NOT NULL, v2 INTEGER NOT NULL, v3 INTEGER NOT NULL,
  v4 INTEGER NOT NULL, v5 INTEGER NOT NULL, v6 INTEGER NOT NULL, v7 INTEGER NOT NULL,
  v8 INTEGER NOT NULL, v9 INTEGER NOT NULL, v10 INTEGER NOT NULL,
  -- The accepted ones by chosen option, as a JSON object: with a row for each option, most of the rows that a vote
  -- writes would be these.
  options TEXT NOT NULL,
  -- The source before the day: a reading that leaves a source out looks at none of its rows.
  PRIMARY KEY (
    rollup, event, survey, question, source, day, cluster, touchpoint, channel, locale
  )
) STRICT, WITHOUT ROWID;

-- The delta of each stored answer for each rollup. A vote, a correction and a recount share this one definition. A
-- chosen option is a row of its own, with its count in `n`.
CREATE VIEW tally_delta AS
SELECT
  r.id AS response,
  s.name AS rollup,
  iif(s.by_event, coalesce(r.event, ''), '') AS event,
  r.survey AS survey,
  a.question AS question,
  CASE s.unit
    WHEN 'day' THEN r.day
    WHEN 'month' THEN substr(r.day, 1, 8) || '01'
    ELSE substr(r.day, 1, 5) || '01-01'
  END AS day,
  r.day AS received,
  r.source AS source,
  CASE s.cluster
    WHEN 'event' THEN coalesce(r.event, '')
    WHEN 'random_group' THEN coalesce('#' || e.random_group, '')
    ELSE ''
  END AS cluster,
  iif(s.by_touchpoint, coalesce(r.touchpoint, ''), '') AS touchpoint,
  iif(s.by_channel, r.channel, '') AS channel,
  iif(s.by_locale, coalesce(r.locale, ''), '') AS locale,
  a.option AS option,
  r.status = 'accepted' AS n,
  r.status = 'quarantined' AS quarantined,
  r.status = 'partial' AS partial,
  r.status = 'accepted' AND a.score IS 0 AS v0,
  r.status = 'accepted' AND a.score IS 1 AS v1,
  r.status = 'accepted' AND a.score IS 2 AS v2,
  r.status = 'accepted' AND a.score IS 3 AS v3,
  r.status = 'accepted' AND a.score IS 4 AS v4,
  r.status = 'accepted' AND a.score IS 5 AS v5,
  r.status = 'accepted' AND a.score IS 6 AS v6,
  r.status = 'accepted' AND a.score IS 7 AS v7,
  r.status = 'accepted' AND a.score IS 8 AS v8,
  r.status = 'accepted' AND a.score IS 9 AS v9,
  r.status = 'accepted' AND a.score IS 10 AS v10
FROM response AS r
JOIN answer AS a ON a.response = r.id
LEFT JOIN event AS e ON e.id = r.event
CROSS JOIN rollup AS s;

-- The sums of the deltas, one row for each option.
CREATE VIEW recount AS
SELECT
  rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale, option,
  sum(n) AS n, sum(quarantined) AS quarantined, sum(partial) AS partial,
  sum(v0) AS v0, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3, sum(v4) AS v4, sum(v5) AS v5,
  sum(v6) AS v6, sum(v7) AS v7, sum(v8) AS v8, sum(v9) AS v9, sum(v10) AS v10
FROM tally_delta
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;

-- An event with the last day of its guest link and the numbers of its guests' accepted and quarantined votes: the
-- answers to the question that most of them answered. Votes that only name the event's id are not among the accepted.
CREATE VIEW event_view AS
SELECT
  e.id, e.title, e.date, e.kind, e.format, e.venue, e.client, e.manager, e.guests, e.zone, e.state,
  e.code,
  date(e.date, '+' || e.link_days || ' days') AS link_until,
  coalesce(
    (
      SELECT sum(t.n) AS votes
      FROM tally AS t
      WHERE t.rollup = 'event_only_month' AND t.event = e.id AND t.survey = 'guest'
        AND t.source IN ('invite', 'event_link')
      GROUP BY t.question
      ORDER BY votes DESC
      LIMIT 1
    ),
    0
  ) AS votes,
  coalesce(
    (
      SELECT sum(t.quarantined) AS votes
      FROM tally AS t
      WHERE t.rollup = 'event_only_month' AND t.event = e.id AND t.survey = 'guest'
      GROUP BY t.question
      ORDER BY votes DESC
      LIMIT 1
    ),
    0
  ) AS quarantined,
  EXISTS (
    SELECT 1 FROM response AS r INDEXED BY response_held
    WHERE r.survey = 'guest' AND r.event = e.id AND r.flag = 'over_guests'
      -- The condition of the index.
      AND r.status = 'quarantined' AND r.flag IN ('burst', 'over_guests') AND r.decision IS NULL
  ) AS over_guests
FROM event AS e;

-- A response for lists and exports. Manager and client are the event's as they are now; answers are JSON, one object
-- for each row of `answer`.
CREATE VIEW response_view AS
SELECT
  r.id, r.rev, r.survey, r.version, r.audience, r.source, r.status, r.flag, r.decision, r.event,
  r.event_raw, e.manager, e.client, r.touchpoint, r.channel, r.locale, r.received_at_ms,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.received_at_ms / 1000.0, 'unixepoch') AS received_at,
  r.day,
  (
    SELECT json_group_array(
      json_object('question', a.question, 'option', a.option, 'score', a.score, 'text', a.text)
    )
    FROM answer AS a
    WHERE a.response = r.id
  ) AS answers
FROM response AS r
LEFT JOIN event AS e ON e.id = r.event;

-- The outbox: messages to the agency. A message is written in the batch of the callback or answer that it is about,
-- and deleted after 30 days, delivered or not. It holds no personal data, only a link that needs a sign-in.
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  destination TEXT NOT NULL CHECK (destination IN ('telegram', 'webhook', 'email')),
  kind TEXT NOT NULL CHECK (kind IN ('callback', 'callbacks_held', 'low_answer', 'low_answers')),
  -- The id of the callback or the response; where a message is about an hour, its start, ISO 8601, UTC.
  subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 36),
  -- How many it is about: more than one in a message about an hour's low answers.
  n INTEGER NOT NULL DEFAULT 1 CHECK (n > 0),
  -- By when the visitor was promised an answer; null without a promise.
  due_at_ms INTEGER,
  made_at_ms INTEGER NOT NULL,
  -- Dead: no more attempts; the director sees it and can send it again.
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- The time of the next attempt: later after an error and while an attempt is running.
  next_at_ms INTEGER NOT NULL,
  -- The id of the running attempt.
  claim TEXT NOT NULL DEFAULT '',
  -- How the last attempt failed: an HTTP status, or `silent`. Never a response's body, which may quote the message.
  error TEXT NOT NULL DEFAULT '' CHECK (length(error) <= 64),
  UNIQUE (destination, kind, subject)
) STRICT;

-- For the first waiting message of each destination, callbacks before low answers, and for the list of dead ones.
CREATE INDEX outbox_by_state ON outbox (state, destination, kind, seq);
