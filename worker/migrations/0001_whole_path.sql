-- Events, responses with their answers, tallies, callbacks with their sealed contacts.

CREATE TABLE event (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  date TEXT NOT NULL,
  kind TEXT NOT NULL,
  manager TEXT NOT NULL,
  client TEXT NOT NULL,
  guests INTEGER,
  -- For display only: days are counted in the agency's zone.
  zone TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE response (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  rev INTEGER NOT NULL CHECK (rev BETWEEN 1 AND 32),
  -- SHA-256 of what was accepted, without the revision: tells a retry from another answer.
  digest TEXT NOT NULL,
  -- Names the request that wrote this state: the statements of one batch go by it.
  write_id TEXT NOT NULL,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('client', 'guest', 'visitor')),
  basis TEXT NOT NULL CHECK (basis IN ('invited', 'event', 'site')),
  standing TEXT NOT NULL CHECK (standing IN ('counted', 'provisional', 'suspect')),
  event TEXT REFERENCES event (id),
  -- What the guest's link named, where the agency knows no such event.
  event_raw TEXT CHECK (length(event_raw) <= 64),
  touchpoint TEXT,
  channel TEXT NOT NULL,
  locale TEXT,
  received_at_ms INTEGER NOT NULL,
  revised_at_ms INTEGER,
  -- The day of receipt in the agency's zone, never recomputed.
  day TEXT NOT NULL CHECK (length(day) = 10)
) STRICT, WITHOUT ROWID;

-- One row for an answer, with an empty option, and one more for each option chosen.
CREATE TABLE answer (
  response TEXT NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  question TEXT NOT NULL,
  option TEXT NOT NULL,
  score INTEGER CHECK (score BETWEEN 0 AND 10),
  text TEXT,
  PRIMARY KEY (response, question, option)
) STRICT, WITHOUT ROWID;

-- Derived: the sums of `contribution`. A dimension that a slice leaves out is empty, and so is one
-- that a response does not have.
CREATE TABLE tally (
  slice TEXT NOT NULL,
  survey TEXT NOT NULL,
  day TEXT NOT NULL,
  question TEXT NOT NULL,
  option TEXT NOT NULL,
  basis TEXT NOT NULL,
  standing TEXT NOT NULL,
  event TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  channel TEXT NOT NULL,
  locale TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n >= 0),
  v0 INTEGER NOT NULL, v1 INTEGER NOT NULL, v2 INTEGER NOT NULL, v3 INTEGER NOT NULL,
  v4 INTEGER NOT NULL, v5 INTEGER NOT NULL, v6 INTEGER NOT NULL, v7 INTEGER NOT NULL,
  v8 INTEGER NOT NULL, v9 INTEGER NOT NULL, v10 INTEGER NOT NULL,
  PRIMARY KEY (
    slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale
  )
) STRICT, WITHOUT ROWID;

-- What each stored answer adds to each slice: the one definition that a vote, a correction and a
-- recount share. A new slice is one more SELECT here.
CREATE VIEW contribution AS
SELECT
  r.id AS response,
  'full' AS slice,
  r.survey AS survey,
  r.day AS day,
  a.question AS question,
  a.option AS option,
  r.basis AS basis,
  r.standing AS standing,
  coalesce(r.event, '') AS event,
  coalesce(r.touchpoint, '') AS touchpoint,
  r.channel AS channel,
  coalesce(r.locale, '') AS locale,
  1 AS n,
  a.score IS 0 AS v0, a.score IS 1 AS v1, a.score IS 2 AS v2, a.score IS 3 AS v3,
  a.score IS 4 AS v4, a.score IS 5 AS v5, a.score IS 6 AS v6, a.score IS 7 AS v7,
  a.score IS 8 AS v8, a.score IS 9 AS v9, a.score IS 10 AS v10
FROM response AS r
JOIN answer AS a ON a.response = r.id;

CREATE TABLE callback (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  rev INTEGER NOT NULL CHECK (rev BETWEEN 1 AND 32),
  -- Keyed: a plain hash of a phone could be guessed.
  digest TEXT NOT NULL,
  write_id TEXT NOT NULL,
  survey TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('new', 'in_work', 'done', 'cancelled', 'spam')),
  channel TEXT NOT NULL,
  locale TEXT NOT NULL,
  topic TEXT NOT NULL,
  -- When a call is welcome; `window` is a keyword of SQL.
  call_window TEXT NOT NULL CHECK (call_window IN ('any', 'morning', 'afternoon', 'evening')),
  received_at_ms INTEGER NOT NULL,
  revised_at_ms INTEGER,
  day TEXT NOT NULL CHECK (length(day) = 10),
  -- The receipt of consent: which document in which wording (the language is `locale`, the time
  -- that of receipt).
  consent_url TEXT NOT NULL,
  consent_text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX callback_by_time ON callback (received_at_ms);

-- Name, phone and comment, sealed with AES-256-GCM; the callback's id is its associated data.
CREATE TABLE contact (
  callback TEXT NOT NULL PRIMARY KEY REFERENCES callback (id) ON DELETE CASCADE,
  key_id TEXT NOT NULL,
  -- Base64 of the nonce (12 bytes), the sealed JSON and the tag.
  sealed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
