-- The order of rows is a column of their own: a row's hidden number changes when the file is
-- rewritten, and other databases have none.
ALTER TABLE run ADD COLUMN ordinal INTEGER CHECK (ordinal > 0);
UPDATE run SET ordinal = rowid;
CREATE UNIQUE INDEX run_by_ordinal ON run (ordinal);
CREATE INDEX run_of_spec_by_ordinal ON run (spec, ordinal);

ALTER TABLE question ADD COLUMN ordinal INTEGER CHECK (ordinal > 0);
ALTER TABLE question ADD COLUMN checkpoint TEXT;
UPDATE question SET ordinal = rowid, checkpoint = json_extract(answers, '$.checkpoint');

-- Nothing ever read it.
DROP TABLE spec_index;

-- What the contexts say of work sessions, as of the last upkeep: a cache, rebuilt at will.
CREATE TABLE work_session (
  spec       INTEGER NOT NULL CHECK (spec > 0),
  session    INTEGER NOT NULL CHECK (session > 0),
  person     TEXT,
  started_at INTEGER NOT NULL CHECK (started_at >= 0),
  last_at    INTEGER NOT NULL CHECK (last_at >= started_at),
  open       INTEGER NOT NULL CHECK (open IN (0, 1)),
  minutes    INTEGER CHECK (minutes >= 0),
  PRIMARY KEY (spec, session)
) STRICT, WITHOUT ROWID;

-- What the contexts register as delivered, as of the last upkeep: a cache, rebuilt at will.
CREATE TABLE deliverable (
  spec    INTEGER NOT NULL CHECK (spec > 0),
  path    TEXT    NOT NULL CHECK (path <> ''),
  present INTEGER NOT NULL CHECK (present IN (0, 1)),
  PRIMARY KEY (spec, path)
) STRICT, WITHOUT ROWID;

-- Archives of evidence. A purged one stays as a tombstone.
CREATE TABLE evidence_archive (
  archive        TEXT    NOT NULL PRIMARY KEY CHECK (archive <> ''),
  spec           INTEGER CHECK (spec > 0),
  location       TEXT    NOT NULL CHECK (location <> ''),
  files          INTEGER NOT NULL CHECK (files > 0),
  original_bytes INTEGER NOT NULL CHECK (original_bytes >= 0),
  bytes          INTEGER NOT NULL CHECK (bytes > 0),
  sha256         TEXT    NOT NULL CHECK (length(sha256) = 64),
  state          TEXT    NOT NULL CHECK (state IN ('kept', 'offloaded', 'purged')),
  made_at        INTEGER NOT NULL CHECK (made_at >= 0),
  offloaded_at   INTEGER,
  purged_at      INTEGER,
  reason         TEXT,
  CHECK (state <> 'offloaded' OR offloaded_at IS NOT NULL),
  CHECK (state <> 'purged' OR (purged_at IS NOT NULL AND reason IS NOT NULL))
) STRICT;
CREATE INDEX evidence_archive_by_spec ON evidence_archive (spec, made_at);

-- Every file of evidence with the moment from which its age counts: the end of its run, else when
-- it was first seen with these bytes. A copy of the workspace has other file times.
CREATE TABLE evidence_file (
  path     TEXT    NOT NULL PRIMARY KEY CHECK (path <> ''),
  spec     INTEGER CHECK (spec > 0),
  run      TEXT,
  bytes    INTEGER NOT NULL CHECK (bytes >= 0),
  modified INTEGER NOT NULL,
  sha256   TEXT    NOT NULL CHECK (length(sha256) = 64),
  at       INTEGER NOT NULL CHECK (at >= 0),
  state    TEXT    NOT NULL CHECK (state IN ('present', 'archived', 'gone')),
  archive  TEXT    REFERENCES evidence_archive (archive),
  CHECK (state <> 'archived' OR archive IS NOT NULL)
) STRICT;
CREATE INDEX evidence_file_by_archive ON evidence_file (archive);
CREATE INDEX evidence_file_by_run ON evidence_file (run);

-- What was measured about the workspace, once per upkeep.
CREATE TABLE metric (
  metric INTEGER NOT NULL PRIMARY KEY,
  name   TEXT    NOT NULL CHECK (name <> ''),
  at     INTEGER NOT NULL CHECK (at >= 0),
  value  INTEGER NOT NULL
) STRICT;
CREATE INDEX metric_by_name ON metric (name, at);

CREATE TABLE upkeep (
  upkeep     INTEGER NOT NULL PRIMARY KEY,
  day        TEXT    NOT NULL CHECK (day LIKE '____-__-__'),
  reason     TEXT    NOT NULL CHECK (reason IN ('asked', 'automatic', 'timer')),
  started_at INTEGER NOT NULL CHECK (started_at >= 0),
  ended_at   INTEGER CHECK (ended_at >= 0),
  content    TEXT    CHECK (content IS NULL OR json_valid(content))
) STRICT;
CREATE INDEX upkeep_by_day ON upkeep (day);

-- What an earlier program's store held, as it was written there. Its specs are names.
CREATE TABLE imported_run (
  imported_run INTEGER NOT NULL PRIMARY KEY,
  source       TEXT    NOT NULL CHECK (length(source) = 64),
  source_table TEXT    NOT NULL,
  source_id    TEXT    NOT NULL,
  spec         TEXT    NOT NULL,
  stage        TEXT    NOT NULL,
  at           INTEGER,
  ok           INTEGER CHECK (ok IN (0, 1)),
  degraded     INTEGER CHECK (degraded IN (0, 1)),
  status       TEXT,
  content      TEXT,
  UNIQUE (source, source_table, source_id)
) STRICT;
CREATE INDEX imported_run_by_spec ON imported_run (spec, stage);

CREATE TABLE imported_answer (
  imported_answer INTEGER NOT NULL PRIMARY KEY,
  imported_run    INTEGER REFERENCES imported_run (imported_run) ON DELETE CASCADE,
  source          TEXT    NOT NULL CHECK (length(source) = 64),
  source_table    TEXT    NOT NULL,
  source_id       TEXT    NOT NULL,
  spec            TEXT    NOT NULL,
  stage           TEXT    NOT NULL,
  phase           TEXT,
  agent           TEXT    NOT NULL,
  model           TEXT,
  at              INTEGER,
  ended_at        INTEGER,
  content         TEXT,
  reason          TEXT,
  UNIQUE (source, source_table, source_id)
) STRICT;
CREATE INDEX imported_answer_by_run ON imported_answer (imported_run);
CREATE INDEX imported_answer_by_spec ON imported_answer (spec, stage);

PRAGMA user_version = 2;
