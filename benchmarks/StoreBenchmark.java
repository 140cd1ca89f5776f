package dev.speckit.store;

import dev.speckit.host.Host;
import dev.speckit.retry.Retry;
import dev.speckit.retry.RetryPolicy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sqlite.JDBC;

/// The cases of `store.c` through the store, in its package so that the writer can be measured
/// without the way to it. `StoreBenchmark FILE CASE COUNT BYTES` prints nanoseconds, one line per
/// unit; the first quarter is for warming up and not printed.
final class StoreBenchmark {
  private static final Instant AT = Instant.ofEpochMilli(1764000000000L);
  private static final String INSERT =
      "INSERT INTO event (run, sequence, at, kind, payload)"
          + " VALUES (:run, :sequence, :at, 'started', :payload)";

  private static long sequence;

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    String name = arguments[1];
    Path folder = file.toAbsolutePath().getParent();
    Host host = new Host(() -> AT, new Random(1), Map.of(), folder, folder);
    if (name.equals("create")) {
      create(file, host);
      return;
    }
    int count = Integer.parseInt(arguments[2]);
    String body = "{\"t\":\"" + "x".repeat(Integer.parseInt(arguments[3]) - 8) + "\"}";
    long[] nanos =
        switch (name) {
          case "inside" -> inside(file, host, count, body);
          case "groups" -> groups(file, host, count, body);
          default -> {
            try (Store store = Store.open(file, host)) {
              yield measured(store, name, count, body);
            }
          }
        };
    StringBuilder out = new StringBuilder();
    for (int i = nanos.length / 4; i < nanos.length; i++) {
      out.append(nanos[i]).append('\n');
    }
    System.out.print(out);
  }

  private static void create(Path file, Host host) throws Exception {
    try (Store store = Store.open(file, host)) {
      int unused =
          store.write(
              Durability.FULL,
              transaction ->
                  transaction.update(
                      "INSERT INTO run (run, spec, document, state, from_stage, to_stage,"
                          + " on_question, started_at, settings)"
                          + " VALUES ('r', 1, 'd', 'running', 'plan', 'plan', 'ask', 1, '{}')",
                      Parameters.none()));
    }
    try (Connection connection = JDBC.createConnection("jdbc:sqlite:", new java.util.Properties());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT sqlite_version()")) {
      System.out.println(rows.getString(1));
    }
  }

  private interface Once {
    void run(int i) throws InterruptedException;
  }

  private static long[] timed(int count, int units, Once once) throws InterruptedException {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      once.run(i);
      nanos[i] = (System.nanoTime() - began) / units;
    }
    return nanos;
  }

  private static long[] measured(Store store, String name, int count, String body)
      throws InterruptedException {
    if (name.startsWith("batch")) {
      int size = Integer.parseInt(name.substring(5));
      return timed(count, size, _ -> write(store, Durability.NORMAL, size, body));
    }
    return switch (name) {
      case "row" -> timed(count, 1, _ -> write(store, Durability.NORMAL, 1, body));
      case "full" -> timed(count, 1, _ -> write(store, Durability.FULL, 1, body));
      case "verdict" -> verdicts(store, count, body);
      case "read" -> {
        write(store, Durability.NORMAL, 1000, body);
        yield timed(count, 1, i -> store.read(transaction -> read(transaction, i)));
      }
      case "readinside" -> {
        write(store, Durability.NORMAL, 1000, body);
        yield store.read(transaction -> {
          try {
            return timed(count, 1, i -> read(transaction, i));
          } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
          }
        });
      }
      case "scan" -> {
        write(store, Durability.NORMAL, 1000, body);
        yield timed(
            count,
            1000,
            _ ->
                store.read(transaction ->
                    transaction.query(
                        "SELECT sequence, payload FROM event WHERE run = :run ORDER BY sequence",
                        Parameters.of("run", "r"),
                        row -> row.integer("sequence") + row.text("payload").length())));
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int read(Transaction transaction, int i) {
    return transaction
        .first(
            "SELECT payload FROM event WHERE run = :run AND sequence = :sequence",
            Parameters.of("run", "r").and("sequence", 1 + i % 1000),
            row -> row.text("payload"))
        .orElseThrow()
        .length();
  }

  private static void write(Store store, Durability durability, int rows, String body)
      throws InterruptedException {
    long first = sequence + 1;
    sequence += rows;
    long last = sequence;
    int unused =
        store.write(
            durability,
            transaction -> {
              for (long number = first; number <= last; number++) {
                insert(transaction, number, body);
              }
              return 0;
            });
  }

  private static int insert(Transaction transaction, long number, String body) {
    return transaction.update(
        INSERT,
        Parameters.of("run", "r").and("sequence", number).and("at", AT).and("payload", body));
  }

  /// One row per commit on the writer's own way, without the two changes of thread.
  private static long[] inside(Path file, Host host, int count, String body)
      throws InterruptedException {
    Opening opening = new Opening(file.toAbsolutePath(), host, Schema.CURRENT);
    try (Session session = opening.first()) {
      RetryPolicy policy =
          new RetryPolicy(
              9, Duration.ofMillis(5), 1.5, Duration.ofMillis(9), 0.5, Duration.ofSeconds(9));
      Writer writer = new Writer(file, () -> session, Retry.system(host.random()), policy);
      return timed(
          count,
          1,
          _ -> {
            long number = ++sequence;
            writer.transaction(
                session,
                List.of(
                    new Job<>(
                        transaction -> insert(transaction, number, body), Durability.NORMAL)));
          });
    }
  }

  /// Sixteen callers at once, all FULL: nanoseconds per transaction of all together.
  private static long[] groups(Path file, Host host, int count, String body) throws Exception {
    try (Store store = Store.open(file, host);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      long[] nanos = new long[4];
      for (int round = 0; round < nanos.length; round++) {
        long base = (long) round * count * 16;
        long began = System.nanoTime();
        List<Future<Integer>> all = new ArrayList<>();
        for (int caller = 0; caller < 16; caller++) {
          long first = base + (long) caller * count;
          all.add(
              callers.submit(() -> {
                for (long i = 1; i <= count; i++) {
                  long number = first + i;
                  int unused =
                      store.write(Durability.FULL, transaction -> insert(transaction, number, body));
                }
                return count;
              }));
        }
        for (Future<Integer> one : all) {
          one.get();
        }
        nanos[round] = (System.nanoTime() - began) / (16L * count);
      }
      return nanos;
    }
  }

  private static long[] verdicts(Store store, int count, String body) throws InterruptedException {
    List<String> agents = List.of("alice", "bob", "carol");
    String sha = "0".repeat(64);
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      String input = "k" + i;
      int unused =
          store.write(
              Durability.NORMAL,
              transaction -> {
                agents.forEach(agent ->
                    transaction.update(
                        "INSERT INTO attempt (run, subject, input, agent, attempt, state,"
                            + " prompt_sha256, folder, started_at) VALUES ('r', 'plan', :input,"
                            + " :agent, 1, 'running', :sha, 'f', 1)",
                        Parameters.of("input", input).and("agent", agent).and("sha", sha)));
                return 0;
              });
      long began = System.nanoTime();
      unused = store.write(Durability.FULL, transaction -> verdict(transaction, input, sha, body));
      nanos[i] = System.nanoTime() - began;
    }
    return nanos;
  }

  private static int verdict(Transaction transaction, String input, String sha, String body) {
    List<Long> answers = new ArrayList<>();
    for (String agent : List.of("alice", "bob", "carol")) {
      Parameters key =
          Parameters.of("run", "r").and("input", input).and("agent", agent).and("at", AT);
      int unused =
          transaction.update(
              "UPDATE attempt SET state = 'ended', outcome = 'answered', ended_at = :at"
                  + " WHERE run = :run AND input = :input AND agent = :agent",
              key);
      answers.add(
          transaction.insert(
              "INSERT INTO answer (run, subject, input, agent, attempt, at, sha256, content)"
                  + " VALUES (:run, 'plan', :input, :agent, 1, :at, :sha, :content)"
                  + " RETURNING answer",
              key.and("sha", sha).and("content", body)));
    }
    long verdict =
        transaction.insert(
            "INSERT INTO verdict (run, subject, input, at, status, supporters, responders, roster,"
                + " need, content) VALUES (:run, 'plan', :input, :at, 'full', 3, 3, 3, 2, '{}')"
                + " RETURNING verdict",
            Parameters.of("run", "r").and("input", input).and("at", AT));
    for (long answer : answers) {
      int unused =
          transaction.update(
              "INSERT INTO verdict_answer (verdict, answer) VALUES (:verdict, :answer)",
              Parameters.of("verdict", verdict).and("answer", answer));
    }
    return insert(transaction, ++sequence, body);
  }
}
