-- Tokens of other programs and people than the director's secret. Additive: the worker before this one
-- neither reads nor writes this table.

CREATE TABLE token (
  -- By which it is listed and revoked; never used again.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- SHA-256 of the token, in hex: who reads this table has no token. Plain, since a token is 256 random bits.
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  -- For whom it was made, for people to read.
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  role TEXT NOT NULL CHECK (role IN ('director', 'manager', 'reader', 'integration')),
  -- A manager, as events name him.
  manager TEXT CHECK (length(manager) BETWEEN 1 AND 64),
  made_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  revoked_at_ms INTEGER,
  CHECK ((role = 'manager') = (manager IS NOT NULL))
) STRICT;

UPDATE schema SET version = 6;
