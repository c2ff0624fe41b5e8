-- What the agency is told at once, and which workers may write. Additive: the worker before this one
-- neither reads nor writes these tables.

-- One row: what this database is, and the oldest schema whose workers may write to it. Every batch of a
-- worker looks here first; one that does not know what it finds breaks the constraint, and with it the
-- whole batch.
CREATE TABLE schema (
  version INTEGER NOT NULL CONSTRAINT unknown_schema CHECK (version > 0),
  writes_from INTEGER NOT NULL
) STRICT;

INSERT INTO schema (version, writes_from) VALUES (5, 5);

-- What is to be told to the agency: written in the batch of what it tells of, and kept until a receiver
-- has taken it. It names nobody: who is told follows the link.
CREATE TABLE notice (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  target TEXT NOT NULL CHECK (target IN ('telegram', 'webhook', 'email')),
  kind TEXT NOT NULL CHECK (kind IN ('callback', 'low_answer')),
  -- The id of the callback or the response.
  subject TEXT NOT NULL CHECK (length(subject) = 36),
  -- By when somebody was promised to hear of us; null where nothing was.
  due_at_ms INTEGER,
  made_at_ms INTEGER NOT NULL,
  -- Dead: not tried any more, for the director to see.
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- Not to be tried before: after a failure, and while an attempt is under way.
  next_at_ms INTEGER NOT NULL,
  -- Names the attempt that is under way.
  claim TEXT NOT NULL DEFAULT '',
  -- What the last attempt met: the status of an answer, or `silent`; nothing that was answered.
  error TEXT NOT NULL DEFAULT '' CHECK (length(error) <= 64),
  UNIQUE (target, kind, subject)
) STRICT;

-- Of each target the first that waits, callbacks before low answers, and what is dead.
CREATE INDEX notice_by_state ON notice (state, target, kind, seq);
