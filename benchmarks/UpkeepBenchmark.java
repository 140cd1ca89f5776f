package dev.speckit.store;

import dev.speckit.host.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// `fill FILE CASE RUNS` makes a store of runs with three answers of 4 to 10 KB each; `write FILE
/// STOP` writes verdicts until the file STOP is there, and prints how long each had to wait;
/// `figures FILE` prints live bytes and how full the pages are.
final class UpkeepBenchmark {
  private static final int SPECS = 100;
  private static final int RUNS_PER_TRANSACTION = 200;
  private static final long DAY = 86_400_000;

  /// How many verdicts of the writer stay.
  private static final long KEPT = 20;

  private static final Random RANDOM = new Random(7);
  private static final String SHA = "0".repeat(64);
  private static final String WORDS = words();

  public static void main(String[] arguments) throws Exception {
    try (Store store = Store.open(Path.of(arguments[1]), Host.system())) {
      switch (arguments[0]) {
        case "fill" -> fill(store, arguments[2], Integer.parseInt(arguments[3]));
        case "write" -> write(store, Path.of(arguments[2]));
        case "figures" -> figures(store);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  private static String words() {
    StringBuilder words = new StringBuilder();
    while (words.length() < 40_000) {
      words.append(Integer.toHexString(RANDOM.nextInt())).append(' ');
    }
    return words.toString();
  }

  private static String text(int bytes) {
    int from = RANDOM.nextInt(WORDS.length() - bytes);
    return "{\"t\":\"" + WORDS.substring(from, from + bytes - 8) + "\"}";
  }

  private static void fill(Store store, String how, int runs) throws InterruptedException {
    long now = System.currentTimeMillis();
    for (int from = 0; from < runs; from += RUNS_PER_TRANSACTION) {
      int first = from;
      int end = Math.min(runs, from + RUNS_PER_TRANSACTION);
      int unused =
          store.write(
              Durability.NORMAL,
              transaction -> {
                for (int i = first; i < end; i++) {
                  boolean young =
                      switch (how) {
                        case "300" -> i >= runs - 100;
                        case "newest" -> i >= runs - runs / 20;
                        case "scattered" -> RANDOM.nextInt(20) == 0;
                        default -> throw new IllegalArgumentException(how);
                      };
                  long at = now - (young ? 20 : 200) * DAY + i;
                  run(transaction, "run-%08d".formatted(i), 1001 + i % SPECS, i + 1, at);
                }
                return 0;
              });
    }
    Checkpointed unused = store.checkpoint();
  }

  private static void run(Transaction transaction, String run, int spec, int ordinal, long at) {
    change(
        transaction,
        "INSERT INTO run (run, spec, document, state, from_stage, to_stage, on_question,"
            + " started_at, ended_at, settings, ordinal) VALUES (:run, :spec,"
            + " 'specs/1000/1001/spec.md', 'done', 'plan', 'tasks', 'ask', :at, :at, :settings,"
            + " :ordinal)",
        Parameters.of("run", run)
            .and("spec", spec)
            .and("at", at)
            .and("settings", text(400))
            .and("ordinal", ordinal));
    for (int sequence = 1; sequence <= 10; sequence++) {
      event(transaction, run, sequence, at, 150);
    }
    for (String agent : List.of("analyst-consistency", "analyst-requirements", "analyst-risk")) {
      change(
          transaction,
          "INSERT INTO attempt (run, subject, input, agent, attempt, state, outcome,"
              + " prompt_sha256, folder, started_at, ended_at, exit_code, stdout_bytes, truncated)"
              + " VALUES (:run, 'plan', :sha, :agent, 1, 'ended', 'answered', :sha, :folder, :at,"
              + " :at, 0, 7000, 0)",
          Parameters.of("run", run)
              .and("agent", agent)
              .and("sha", SHA)
              .and("folder", ".speckit/runs/" + run + "/plan/" + agent)
              .and("at", at));
    }
    judged(transaction, run, at, () -> text(4096 + RANDOM.nextInt(6144)), text(1500));
  }

  private interface Contents {
    String next();
  }

  private static void judged(
      Transaction transaction, String run, long at, Contents contents, String verdictText) {
    List<Long> answers = new ArrayList<>();
    for (String agent : List.of("analyst-consistency", "analyst-requirements", "analyst-risk")) {
      answers.add(
          transaction.insert(
              "INSERT INTO answer (run, subject, input, agent, attempt, at, sha256, content)"
                  + " VALUES (:run, 'plan', :sha, :agent, 1, :at, :sha, :content)"
                  + " RETURNING answer",
              Parameters.of("run", run)
                  .and("agent", agent)
                  .and("sha", SHA)
                  .and("at", at)
                  .and("content", contents.next())));
    }
    verdict(transaction, run, at, answers, verdictText);
  }

  private static void verdict(
      Transaction transaction, String run, long at, List<Long> answers, String text) {
    long verdict =
        transaction.insert(
            "INSERT INTO verdict (run, subject, input, at, status, supporters, responders, roster,"
                + " need, content) VALUES (:run, 'plan', :sha, :at, 'full', 3, 3, 3, 2, :content)"
                + " RETURNING verdict",
            Parameters.of("run", run).and("sha", SHA).and("at", at).and("content", text));
    for (long answer : answers) {
      change(
          transaction,
          "INSERT INTO verdict_answer (verdict, answer) VALUES (:verdict, :answer)",
          Parameters.of("verdict", verdict).and("answer", answer));
    }
  }

  private static void event(
      Transaction transaction, String run, long sequence, long at, int bytes) {
    change(
        transaction,
        "INSERT INTO event (run, sequence, at, kind, payload)"
            + " VALUES (:run, :sequence, :at, 'attempt-ended', :payload)",
        Parameters.of("run", run)
            .and("sequence", sequence)
            .and("at", at)
            .and("payload", text(bytes)));
  }

  private static void change(Transaction transaction, String sql, Parameters parameters) {
    int unused = transaction.update(sql, parameters);
  }

  /// A verdict with three references and an event each time, on a run of its own; a pause of 5 ms
  /// between them, as agents leave. What it wrote a while before it removes in the same transaction,
  /// so that the store holds what upkeep left and not what was written beside it.
  private static void write(Store store, Path stop) throws Exception {
    String run = "writer";
    List<Long> answers =
        store.write(
            Durability.FULL,
            transaction -> {
              run(transaction, run, 9001, 1_000_000, System.currentTimeMillis());
              return transaction.query(
                  "SELECT answer FROM answer WHERE run = :run",
                  Parameters.of("run", run),
                  row -> row.integer("answer"));
            });
    List<Long> waits = new ArrayList<>();
    for (long sequence = 1000; !Files.exists(stop); sequence++) {
      long number = sequence;
      long began = System.nanoTime();
      int unused =
          store.write(
              Durability.FULL,
              transaction -> {
                long at = System.currentTimeMillis();
                verdict(transaction, run, at, answers, "{}");
                event(transaction, run, number, at, 150);
                change(
                    transaction,
                    "DELETE FROM event WHERE run = :run AND sequence BETWEEN 1000 AND :old",
                    Parameters.of("run", run).and("old", number - KEPT));
                change(
                    transaction,
                    "DELETE FROM verdict WHERE run = :run AND verdict < (SELECT max(verdict) FROM"
                        + " verdict) - :kept",
                    Parameters.of("run", run).and("kept", KEPT));
                return 0;
              });
      waits.add(System.nanoTime() - began);
      Thread.sleep(5);
    }
    long[] sorted = waits.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%d writes: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, maximum %.1f ms%n",
        sorted.length,
        part(sorted, 0.50),
        part(sorted, 0.95),
        part(sorted, 0.99),
        part(sorted, 1.0));
  }

  private static double part(long[] sorted, double part) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)] / 1e6;
  }

  /// Live bytes are the bytes of the values of all columns of all rows: texts as UTF-8, numbers as
  /// eight bytes. Keys of rows, indexes and the form of pages are what comes on top.
  private static void figures(Store store) throws InterruptedException {
    long live = 0;
    for (String table : names(store, "SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      String bytes =
          String.join(
              " + ",
              names(store, "SELECT name FROM pragma_table_info('" + table + "')").stream()
                  .map(column ->
                      "CASE typeof(\"%s\") WHEN 'null' THEN 0 WHEN 'integer' THEN 8 WHEN 'real'"
                              .formatted(column)
                          + " THEN 8 ELSE length(CAST(\"%s\" AS BLOB)) END".formatted(column))
                  .toList());
      live +=
          number(store, "SELECT coalesce(sum(" + bytes + "), 0) AS n FROM \"" + table + "\"");
    }
    long answers = number(store, "SELECT count(*) AS n FROM answer");
    long payload = number(store, "SELECT sum(payload) AS n FROM dbstat WHERE aggregate = 1");
    long unusedBytes = number(store, "SELECT sum(unused) AS n FROM dbstat WHERE aggregate = 1");
    long pages = number(store, "SELECT sum(pgsize) AS n FROM dbstat WHERE aggregate = 1");
    System.out.println(
        String.join(" ", Arrays.asList("" + live, "" + answers, "" + payload, "" + unusedBytes, "" + pages)));
  }

  private static List<String> names(Store store, String sql) throws InterruptedException {
    return store.read(transaction ->
        transaction.query(sql, Parameters.none(), row -> row.text("name")));
  }

  private static long number(Store store, String sql) throws InterruptedException {
    return store.read(transaction ->
        transaction.first(sql, Parameters.none(), row -> row.integer("n")).orElseThrow());
  }
}
