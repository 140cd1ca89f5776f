package dev.speckit.run;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.AttemptResult;
import dev.speckit.agent.Outcome;
import dev.speckit.agent.Subject;
import dev.speckit.agent.Usage;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.host.Host;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.json.Json;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import dev.speckit.store.Work;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A store with rows of runs, for tests of statements.
public final class StoredRuns {
  public static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
  public static final ProcessIdentity OWNER = new ProcessIdentity(77, AT.minusSeconds(5));
  public static final String SHA = "a".repeat(64);

  private StoredRuns() {}

  public static Host host(Path folder) {
    return new Host(() -> AT, new Random(1), Map.of(), folder, folder);
  }

  public static Store open(Path folder) throws InterruptedException {
    return Store.open(folder.resolve(".speckit").resolve("speckit.db"), host(folder));
  }

  public static void write(Store store, Consumer<Transaction> work) throws InterruptedException {
    store.write(
        Durability.NORMAL,
        transaction -> {
          work.accept(transaction);
          return true;
        });
  }

  public static <T> List<T> list(Store store, Work<List<T>> work) throws InterruptedException {
    return store.read(work);
  }

  public static <T> Optional<T> one(Store store, Work<Optional<T>> work)
      throws InterruptedException {
    return store.read(work);
  }

  public static void insert(Transaction transaction, String run, int spec, Instant at) {
    RunTable.insert(
        transaction,
        run,
        new RunEvent.Started(
            spec, Stage.PLAN, Stage.TASKS, OnQuestion.DEFER, "0.1.0", Map.of(), ""),
        "specs/1000/" + spec + "/spec.md",
        at,
        OWNER,
        "{}");
  }

  public static AttemptTable.Key key(String run, Part part, String agent, int number) {
    return new AttemptTable.Key(run, part.subject().word(), input(part), agent, number);
  }

  public static String input(Part part) {
    return SHA.substring(part.name().length()) + "0".repeat(part.name().length());
  }

  public static AttemptResult ended(
      Subject subject, String agent, int number, Outcome outcome, @Nullable Answer answer) {
    return new AttemptResult(
        new AgentName(agent),
        subject,
        number,
        outcome,
        answer,
        null,
        outcome == Outcome.ANSWERED ? "" : "it wrote nothing",
        Path.of("."),
        AT,
        null,
        AT.plusMillis(40),
        0,
        12,
        false,
        null,
        SHA,
        null,
        null,
        40,
        dev.speckit.agent.Usage.UNKNOWN,
        null,
        null,
        null);
  }

  /// An attempt that answered, with its answer.
  public static void answered(Transaction transaction, AttemptTable.Key key, Json.Fields content) {
    AttemptTable.start(transaction, key, "folder", AT);
    AttemptTable.end(
        transaction,
        key,
        ended(
            Subject.PLAN,
            key.agent(),
            key.number(),
            Outcome.ANSWERED,
            new Answer.Issues(List.of())));
    AttemptTable.answer(transaction, key, content, AT.plusMillis(40));
  }

  /// Attempts of two runs: three of ann, of which two say their tokens, one of bob, and one that
  /// never started.
  public static void attempts(Store store) throws InterruptedException {
    write(
        store,
        transaction -> {
          insert(transaction, "r", 1001, AT);
          insert(transaction, "s", 1002, AT);
          attempt(transaction, "r", "ann", 1, usage(100L, 20L, 2500L, "m-1"));
          attempt(transaction, "r", "ann", 2, usage(50L, null, null, "m-1"));
          attempt(transaction, "r", "ann", 3, usage(null, null, null, null));
          attempt(transaction, "s", "bob", 1, usage(7L, 8L, 0L, "m-2"));
          // Never started: nothing that could have said anything.
          AttemptTable.Key missing = key("s", Part.own(Stage.PLAN), "eve", 1);
          AttemptTable.start(transaction, missing, "f", AT);
          AttemptTable.end(
              transaction, missing, ended(Subject.PLAN, "eve", 1, Outcome.NOT_INSTALLED, null));
        });
  }

  private static void attempt(
      Transaction transaction, String run, String agent, int number, UsageTable.Used used) {
    AttemptTable.Key key = key(run, Part.own(Stage.PLAN), agent, number);
    AttemptTable.start(transaction, key, "f", AT);
    AttemptTable.end(transaction, key, ended(Subject.PLAN, agent, number, Outcome.EMPTY, null));
    UsageTable.write(transaction, key, used);
  }

  private static UsageTable.Used usage(
      @Nullable Long input, @Nullable Long output, @Nullable Long cost, @Nullable String model) {
    Long requests = model == null ? null : 1L;
    // An agent may say what cannot be.
    Usage said = new Usage(input, -7L, null, output, requests, cost);
    return new UsageTable.Used(
        said, model == null ? " " : model, "", model == null ? Instant.MAX : AT);
  }
}
