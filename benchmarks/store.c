/* What the store's work costs in C: the same statements on the same tables with the same settings.
   Usage: store FILE CASE COUNT BYTES; prints nanoseconds, one line per measured unit. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static sqlite3 *db;
static char *body;
static int body_length;

static long long now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void check(int code) {
  if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
    fprintf(stderr, "store.c: %s\n", sqlite3_errmsg(db));
    exit(1);
  }
}

static void run(const char *sql) { check(sqlite3_exec(db, sql, 0, 0, 0)); }

static sqlite3_stmt *prepared(const char *sql) {
  sqlite3_stmt *statement;
  check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, 0));
  return statement;
}

static void step(sqlite3_stmt *statement) {
  check(sqlite3_step(statement));
  check(sqlite3_reset(statement));
}

static sqlite3_stmt *begin, *commit, *insert_event, *read_event, *scan_events;
static sqlite3_stmt *insert_verdict, *insert_reference, *end_attempt, *insert_answer;

static void event(long long sequence) {
  sqlite3_bind_text(insert_event, 1, "r", -1, SQLITE_STATIC);
  sqlite3_bind_int64(insert_event, 2, sequence);
  sqlite3_bind_int64(insert_event, 3, 1764000000000LL);
  sqlite3_bind_text(insert_event, 4, body, body_length, SQLITE_STATIC);
  step(insert_event);
}

int main(int argc, char **argv) {
  if (argc == 1) {
    printf("%s\n", sqlite3_libversion());
    return 0;
  }
  const char *name = argv[2];
  int count = atoi(argv[3]);
  body_length = atoi(argv[4]);
  body = malloc(body_length + 1);
  memset(body, 'x', body_length);
  memcpy(body, "{\"t\":\"", 6);
  memcpy(body + body_length - 2, "\"}", 3);
  check(sqlite3_open(argv[1], &db));
  run("PRAGMA busy_timeout=200; PRAGMA journal_mode=wal; PRAGMA foreign_keys=1;"
      "PRAGMA temp_store=2; PRAGMA cache_size=-4096");
  run(strcmp(name, "full") == 0 || strcmp(name, "verdict") == 0 ? "PRAGMA synchronous=2"
                                                                 : "PRAGMA synchronous=1");
  begin = prepared("BEGIN IMMEDIATE");
  commit = prepared("COMMIT");
  insert_event = prepared("INSERT INTO event (run, sequence, at, kind, payload)"
                          " VALUES (:run, :sequence, :at, 'started', :payload)");
  read_event = prepared("SELECT payload FROM event WHERE run = :run AND sequence = :sequence");
  scan_events = prepared("SELECT sequence, payload FROM event WHERE run = :run ORDER BY sequence");
  insert_answer =
      prepared("INSERT INTO answer (run, subject, input, agent, attempt, at, sha256, content)"
               " VALUES (:run, 'plan', :input, :agent, 1, :at, :sha, :content) RETURNING answer");
  end_attempt = prepared("UPDATE attempt SET state = 'ended', outcome = 'answered', ended_at = :at"
                         " WHERE run = :run AND input = :input AND agent = :agent");
  insert_verdict = prepared("INSERT INTO verdict (run, subject, input, at, status, supporters,"
                            " responders, roster, need, content) VALUES (:run, 'plan', :input, :at,"
                            " 'full', 3, 3, 3, 2, :content) RETURNING verdict");
  insert_reference =
      prepared("INSERT INTO verdict_answer (verdict, answer) VALUES (:verdict, :answer)");
  long long sequence = 0;
  if (strcmp(name, "row") == 0 || strcmp(name, "full") == 0) {
    for (int i = 0; i < count; i++) {
      long long at = now();
      step(begin);
      event(++sequence);
      step(commit);
      printf("%lld\n", now() - at);
    }
  } else if (strncmp(name, "batch", 5) == 0) {
    int size = atoi(name + 5);
    for (int i = 0; i < count; i++) {
      long long at = now();
      step(begin);
      for (int k = 0; k < size; k++) event(++sequence);
      step(commit);
      printf("%lld\n", (now() - at) / size);
    }
  } else if (strcmp(name, "read") == 0 || strcmp(name, "scan") == 0) {
    step(begin);
    for (int k = 0; k < 1000; k++) event(++sequence);
    step(commit);
    long long total = 0;
    for (int i = 0; i < count; i++) {
      sqlite3_stmt *statement = strcmp(name, "read") == 0 ? read_event : scan_events;
      long long at = now();
      sqlite3_bind_text(statement, 1, "r", -1, SQLITE_STATIC);
      if (statement == read_event) sqlite3_bind_int64(statement, 2, 1 + i % 1000);
      int rows = 0;
      while (sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char *text =
            sqlite3_column_text(statement, statement == read_event ? 0 : 1);
        char *copy = malloc(body_length + 1);
        memcpy(copy, text, body_length + 1);
        total += copy[5];
        free(copy);
        rows++;
      }
      sqlite3_reset(statement);
      printf("%lld\n", (now() - at) / rows);
    }
    if (total == 1) printf("never\n");
  } else if (strcmp(name, "verdict") == 0) {
    const char *agents[] = {"alice", "bob", "carol"};
    for (int i = 0; i < count; i++) {
      char input[32];
      snprintf(input, sizeof input, "k%d", i);
      sqlite3_stmt *start =
          prepared("INSERT INTO attempt (run, subject, input, agent, attempt, state,"
                   " prompt_sha256, folder, started_at) VALUES (:run, 'plan', :input, :agent, 1,"
                   " 'running', :sha, 'f', 1)");
      char sha[65];
      memset(sha, '0', 64);
      sha[64] = 0;
      for (int k = 0; k < 3; k++) {
        sqlite3_bind_text(start, 1, "r", -1, SQLITE_STATIC);
        sqlite3_bind_text(start, 2, input, -1, SQLITE_STATIC);
        sqlite3_bind_text(start, 3, agents[k], -1, SQLITE_STATIC);
        sqlite3_bind_text(start, 4, sha, -1, SQLITE_STATIC);
        step(start);
      }
      sqlite3_finalize(start);
      long long at = now();
      step(begin);
      long long answers[3];
      for (int k = 0; k < 3; k++) {
        sqlite3_bind_int64(end_attempt, 1, 1764000000000LL);
        sqlite3_bind_text(end_attempt, 2, "r", -1, SQLITE_STATIC);
        sqlite3_bind_text(end_attempt, 3, input, -1, SQLITE_STATIC);
        sqlite3_bind_text(end_attempt, 4, agents[k], -1, SQLITE_STATIC);
        step(end_attempt);
        sqlite3_bind_text(insert_answer, 1, "r", -1, SQLITE_STATIC);
        sqlite3_bind_text(insert_answer, 2, input, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert_answer, 3, agents[k], -1, SQLITE_STATIC);
        sqlite3_bind_int64(insert_answer, 4, 1764000000000LL);
        sqlite3_bind_text(insert_answer, 5, sha, -1, SQLITE_STATIC);
        sqlite3_bind_text(insert_answer, 6, body, body_length, SQLITE_STATIC);
        check(sqlite3_step(insert_answer));
        answers[k] = sqlite3_column_int64(insert_answer, 0);
        check(sqlite3_reset(insert_answer));
      }
      sqlite3_bind_text(insert_verdict, 1, "r", -1, SQLITE_STATIC);
      sqlite3_bind_text(insert_verdict, 2, input, -1, SQLITE_STATIC);
      sqlite3_bind_int64(insert_verdict, 3, 1764000000000LL);
      sqlite3_bind_text(insert_verdict, 4, "{}", -1, SQLITE_STATIC);
      check(sqlite3_step(insert_verdict));
      long long verdict = sqlite3_column_int64(insert_verdict, 0);
      check(sqlite3_reset(insert_verdict));
      for (int k = 0; k < 3; k++) {
        sqlite3_bind_int64(insert_reference, 1, verdict);
        sqlite3_bind_int64(insert_reference, 2, answers[k]);
        step(insert_reference);
      }
      int whole = body_length;
      body_length = 200 < whole ? whole : 200;
      event(++sequence);
      body_length = whole;
      step(commit);
      printf("%lld\n", now() - at);
    }
  }
  return 0;
}
