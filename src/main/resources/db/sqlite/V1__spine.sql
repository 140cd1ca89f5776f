-- Times are milliseconds since 1970 UTC. Truths are 0 or 1. A column that was not measured is NULL.

CREATE TABLE run (
  run              TEXT    NOT NULL PRIMARY KEY CHECK (run <> ''),
  spec             INTEGER NOT NULL CHECK (spec > 0),
  document         TEXT    NOT NULL,
  state            TEXT    NOT NULL
                   CHECK (state IN ('running', 'waiting', 'blocked', 'done', 'failed', 'cancelled')),
  from_stage       TEXT    NOT NULL,
  to_stage         TEXT    NOT NULL,
  on_question      TEXT    NOT NULL,
  started_at       INTEGER NOT NULL CHECK (started_at >= 0),
  ended_at         INTEGER,
  owner_pid        INTEGER CHECK (owner_pid > 0),
  owner_started_at INTEGER,
  settings         TEXT    NOT NULL
) STRICT;
CREATE INDEX run_by_spec ON run (spec, started_at);
CREATE INDEX run_by_start ON run (started_at);

-- The journal: the only truth about a run.
CREATE TABLE event (
  run      TEXT    NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  at       INTEGER NOT NULL CHECK (at >= 0),
  kind     TEXT    NOT NULL CHECK (kind <> ''),
  payload  TEXT    NOT NULL CHECK (json_valid(payload)),
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
  run                TEXT    NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  subject            TEXT    NOT NULL CHECK (subject <> ''),
  input              TEXT    NOT NULL CHECK (input <> ''),
  agent              TEXT    NOT NULL CHECK (agent <> ''),
  attempt            INTEGER NOT NULL CHECK (attempt > 0),
  state              TEXT    NOT NULL CHECK (state IN ('running', 'ended')),
  outcome            TEXT,
  reason             TEXT,
  prompt_sha256      TEXT    NOT NULL CHECK (length(prompt_sha256) = 64),
  folder             TEXT    NOT NULL,
  pid                INTEGER CHECK (pid > 0),
  process_started_at INTEGER,
  started_at         INTEGER NOT NULL CHECK (started_at >= 0),
  first_output_at    INTEGER,
  ended_at           INTEGER,
  exit_code          INTEGER,
  stdout_bytes       INTEGER CHECK (stdout_bytes >= 0),
  truncated          INTEGER CHECK (truncated IN (0, 1)),
  PRIMARY KEY (run, subject, input, agent, attempt),
  CHECK (state = 'running' OR (outcome IS NOT NULL AND ended_at IS NOT NULL)),
  CHECK (state = 'ended' OR (outcome IS NULL AND ended_at IS NULL))
) STRICT;
CREATE INDEX attempt_running ON attempt (run) WHERE state = 'running';

CREATE TABLE answer (
  answer  INTEGER NOT NULL PRIMARY KEY,
  run     TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  input   TEXT    NOT NULL,
  agent   TEXT    NOT NULL,
  attempt INTEGER NOT NULL,
  at      INTEGER NOT NULL CHECK (at >= 0),
  sha256  TEXT    NOT NULL CHECK (length(sha256) = 64),
  content TEXT    NOT NULL CHECK (json_valid(content)),
  UNIQUE (run, subject, input, agent, attempt),
  FOREIGN KEY (run, subject, input, agent, attempt)
    REFERENCES attempt (run, subject, input, agent, attempt) ON DELETE CASCADE
) STRICT;

CREATE TABLE verdict (
  verdict    INTEGER NOT NULL PRIMARY KEY,
  run        TEXT    NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  subject    TEXT    NOT NULL CHECK (subject <> ''),
  input      TEXT    NOT NULL,
  at         INTEGER NOT NULL CHECK (at >= 0),
  status     TEXT    NOT NULL CHECK (status <> ''),
  supporters INTEGER CHECK (supporters BETWEEN 0 AND responders),
  responders INTEGER NOT NULL CHECK (responders BETWEEN 0 AND roster),
  roster     INTEGER NOT NULL CHECK (roster >= 0),
  need       INTEGER NOT NULL CHECK (need >= 0),
  content    TEXT    NOT NULL CHECK (json_valid(content))
) STRICT;
CREATE INDEX verdict_by_run ON verdict (run, subject);

-- Exactly the answers a verdict was made from.
CREATE TABLE verdict_answer (
  verdict INTEGER NOT NULL REFERENCES verdict (verdict) ON DELETE CASCADE,
  answer  INTEGER NOT NULL REFERENCES answer (answer) ON DELETE CASCADE,
  PRIMARY KEY (verdict, answer)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_answer_by_answer ON verdict_answer (answer);

CREATE TABLE question (
  run         TEXT    NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  question    TEXT    NOT NULL CHECK (question <> ''),
  subject     TEXT    NOT NULL CHECK (subject <> ''),
  requirement TEXT,
  text        TEXT    NOT NULL,
  answers     TEXT    NOT NULL CHECK (json_valid(answers)),
  state       TEXT    NOT NULL CHECK (state IN ('open', 'deferred', 'answered')),
  at          INTEGER NOT NULL CHECK (at >= 0),
  PRIMARY KEY (run, question)
) STRICT;

-- What a run wrote into the workspace; it outlives its run, so that a later run knows a hand edit.
CREATE TABLE artifact (
  path       TEXT    NOT NULL PRIMARY KEY CHECK (path <> ''),
  run        TEXT    NOT NULL,
  sha256     TEXT    NOT NULL CHECK (length(sha256) = 64),
  written_at INTEGER NOT NULL CHECK (written_at >= 0)
) STRICT;

CREATE TABLE spawn_sample (
  sample   INTEGER NOT NULL PRIMARY KEY,
  run      TEXT    NOT NULL,
  spec     INTEGER NOT NULL,
  subject  TEXT    NOT NULL,
  agent    TEXT    NOT NULL,
  at       INTEGER NOT NULL CHECK (at >= 0),
  ready_ms INTEGER CHECK (ready_ms >= 0),
  total_ms INTEGER CHECK (total_ms >= 0),
  success  INTEGER NOT NULL CHECK (success IN (0, 1))
) STRICT;
CREATE INDEX spawn_sample_by_time ON spawn_sample (at);
CREATE INDEX spawn_sample_by_spec ON spawn_sample (spec, at);

-- A cache of what the Markdown files say; dropped and rebuilt at will.
CREATE TABLE spec_index (
  path     TEXT    NOT NULL PRIMARY KEY CHECK (path <> ''),
  size     INTEGER NOT NULL CHECK (size >= 0),
  modified INTEGER NOT NULL,
  sha256   TEXT    NOT NULL CHECK (length(sha256) = 64),
  content  TEXT    NOT NULL CHECK (json_valid(content))
) STRICT;

PRAGMA user_version = 1;
