-- What the linter knows of each document: a cache, dropped and rebuilt at will. One row, because
-- every check needs all of it and reading thousands of rows would cost more than the rest.
DROP TABLE spec_index;
CREATE TABLE check_index (
  only    INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
  build   TEXT    NOT NULL CHECK (build <> ''),
  crc32   INTEGER NOT NULL CHECK (crc32 BETWEEN 0 AND 4294967295),
  content BLOB    NOT NULL
) STRICT;

PRAGMA user_version = 2;
