package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.AttemptResult;
import dev.speckit.agent.Outcome;
import dev.speckit.agent.Subject;
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
final class StoredRuns {
  static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
  static final ProcessIdentity OWNER = new ProcessIdentity(77, AT.minusSeconds(5));
  static final String SHA = "a".repeat(64);

  private StoredRuns() {}

  static Host host(Path folder) {
    return new Host(() -> AT, new Random(1), Map.of(), folder, folder);
  }

  static Store open(Path folder) throws InterruptedException {
    return Store.open(folder.resolve(".speckit").resolve("speckit.db"), host(folder));
  }

  static void write(Store store, Consumer<Transaction> work) throws InterruptedException {
    store.write(
        Durability.NORMAL,
        transaction -> {
          work.accept(transaction);
          return true;
        });
  }

  static <T> List<T> list(Store store, Work<List<T>> work) throws InterruptedException {
    return store.read(work);
  }

  static <T> Optional<T> one(Store store, Work<Optional<T>> work) throws InterruptedException {
    return store.read(work);
  }

  static void insert(Transaction transaction, String run, int spec, Instant at) {
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

  static AttemptTable.Key key(String run, Part part, String agent, int number) {
    return new AttemptTable.Key(run, part.subject().word(), input(part), agent, number);
  }

  static String input(Part part) {
    return SHA.substring(part.name().length()) + "0".repeat(part.name().length());
  }

  static AttemptResult ended(
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
  static void answered(Transaction transaction, AttemptTable.Key key, Json.Fields content) {
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
}
