-- Surveys that the agency publishes. Additive: the worker before this one neither reads nor writes them.

CREATE TABLE survey_version (
  -- In the order of publishing, by which an isolate asks for those that it does not know yet.
  number INTEGER PRIMARY KEY,
  survey TEXT NOT NULL CHECK (length(survey) BETWEEN 1 AND 32),
  version INTEGER NOT NULL CHECK (version >= 1),
  -- JSON, see docs/survey.md. Never changed, never deleted.
  document TEXT NOT NULL CHECK (json_valid(document)),
  published_at_ms INTEGER NOT NULL,
  UNIQUE (survey, version)
) STRICT;

UPDATE schema SET version = 9;
