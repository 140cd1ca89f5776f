package dev.speckit.pipeline;

import dev.speckit.agent.AgentBatch;
import dev.speckit.agent.AgentCall;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.AgentResult;
import dev.speckit.agent.AgentTask;
import dev.speckit.agent.AttemptFolder;
import dev.speckit.agent.AttemptResult;
import dev.speckit.agent.BatchLimits;
import dev.speckit.agent.Outcome;
import dev.speckit.agent.Traffic;
import dev.speckit.command.Progress;
import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.failure.ExitCode;
import dev.speckit.run.AttemptTable;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.SpawnTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the roster of a part: those who have not answered yet and may still be tried.
final class Asking {
  private final Journal journal;
  private final RunScene scene;
  private final Progress progress;
  private final Traffic traffic;
  private final Ledger ledger;

  Asking(Journal journal, RunScene scene, Progress progress, Traffic traffic, Ledger ledger) {
    this.journal = journal;
    this.scene = scene;
    this.progress = progress;
    this.traffic = traffic;
    this.ledger = ledger;
  }

  /// @return why the run must wait before the part can be asked to its end; empty when it may go on
  Optional<NextStep.Stop> ask(Run run, Part part) throws InterruptedException {
    PartInput input = PartInput.of(scene, part, StageFacts.of(run, part));
    Run.PartState state = run.parts().get(part);
    if (state == null || !state.entered().input().equals(input.key())) {
      enter(run, part, input);
      return Optional.empty();
    }
    settleUnfinished(run, part, state);
    Run.PartState settled = journal.read(run.id()).orElseThrow().part(part).orElseThrow();
    List<AgentCall> calls = calls(run, part, settled, input);
    if (!calls.isEmpty()) {
      batch(run, part, settled, input, calls);
      Optional<String> refusal = ledger.refusal();
      if (refusal.isPresent()) {
        return refusal.map(
            why -> new NextStep.Stop(RunState.WAITING, ExitCode.NEEDS_APPROVAL, why));
      }
    }
    journal.append(run.id(), new RunEvent.PartAsked(part));
    return Optional.empty();
  }

  private void enter(Run run, Part part, PartInput input) throws InterruptedException {
    List<AgentName> roster = scene.settings().rosters().roster(part.subject());
    int need = scene.settings().rosters().quorum(part.subject()).need();
    journal.append(
        run.id(), new RunEvent.PartEntered(part, input.key(), input.documents(), roster, need));
  }

  /// Attempts without an outcome died with the speckit that ran them. One whose raw output is
  /// complete on disk is adopted; the others are closed as cancelled, which does not count against
  /// their agent.
  private void settleUnfinished(Run run, Part part, Run.PartState state)
      throws InterruptedException {
    AttemptRecorder.Batch earlier = new AttemptRecorder.Batch(run, part, state, null, null);
    for (Run.Attempt attempt : state.attempts()) {
      if (attempt.outcome() != null) {
        continue;
      }
      Path folder = scene.workspace().resolve(attempt.folder());
      AttemptFolder.clean(folder, journal.now());
      Optional<AttemptResult> complete = AttemptFolder.adopt(folder);
      if (complete.isPresent()) {
        new AttemptRecorder(journal, scene, progress, ledger, earlier).adopt(complete.get());
        continue;
      }
      String reason = "speckit was ended while this attempt ran";
      journal.append(
          run.id(),
          new RunEvent.AttemptEnded(
              part,
              state.entered().input(),
              attempt.agent(),
              attempt.number(),
              Outcome.CANCELLED,
              reason,
              null,
              ledger.isFree(attempt.agent()) ? 0L : null),
          transaction ->
              AttemptTable.abandon(
                  transaction,
                  earlier.key(attempt.agent(), attempt.number()),
                  reason,
                  journal.now()));
      journal.log().abandoned(run.id(), part, attempt.agent(), attempt.number(), reason);
    }
  }

  private List<AgentCall> calls(Run run, Part part, Run.PartState state, PartInput input)
      throws InterruptedException {
    Path folder = scene.folder(run).attempts(part.name(), state.entered().input());
    int attemptsMax = scene.settings().attemptsMax();
    List<AgentName> names =
        state.entered().roster().stream()
            .filter(name -> state.mayBeAsked(name, attemptsMax))
            .toList();
    Map<AgentName, Path> places = places(run, part, names);
    List<AgentCall> calls = new ArrayList<>();
    for (AgentName name : names) {
      AgentTask task =
          new AgentTask(
              run.id(),
              scene.spec().id().toString(),
              part.subject(),
              places.getOrDefault(name, scene.workspace()),
              input.prompt());
      calls.add(
          new AgentCall(
              definition(name), true, task, folder, state.nextNumber(name), state.spent(name)));
    }
    return calls;
  }

  /// Who changes files does so in a work tree of its own.
  private Map<AgentName, Path> places(Run run, Part part, List<AgentName> names)
      throws InterruptedException {
    if (!part.subject().writes() || names.isEmpty()) {
      return Map.of();
    }
    Run now = journal.read(run.id()).orElseThrow();
    return new Implementing(journal, scene, progress)
        .workTrees(now, now.part(part).orElseThrow(), names);
  }

  private AgentDefinition definition(AgentName name) {
    AgentDefinition definition = scene.settings().agents().get(name);
    if (definition == null) {
      throw new IllegalStateException("a roster names an agent that is not defined: " + name);
    }
    return definition;
  }

  private void batch(
      Run run, Part part, Run.PartState state, PartInput input, List<AgentCall> calls)
      throws InterruptedException {
    long number = journal.store().read(transaction -> SpawnTable.nextBatch(transaction, run.id()));
    Instant startedAt = journal.now();
    long startNanos = System.nanoTime();
    AttemptRecorder recorder =
        new AttemptRecorder(
            journal,
            scene,
            progress,
            ledger,
            new AttemptRecorder.Batch(run, part, state, number, input.buildMillis()));
    ledger.prepare(calls);
    progress.note(part.name() + ": asking " + names(calls));
    BatchLimits limits =
        BatchLimits.DEFAULT
            .attempts(scene.settings().attemptsMax())
            .failFast(scene.settings().rosters().failFast());
    List<AgentResult> results;
    try {
      results = new AgentBatch(scene.host(), traffic).run(calls, limits, recorder);
    } finally {
      recorder.close();
    }
    for (AgentResult result : results) {
      if (result.listenerFailure() != null) {
        throw result.listenerFailure();
      }
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    metrics(
        new SpawnMetrics.Batch(
            run.id(),
            number,
            part.name(),
            startedAt,
            startedAt.plus(elapsed),
            recorder.measured()));
  }

  private static String names(List<AgentCall> calls) {
    return String.join(", ", calls.stream().map(call -> call.definition().name().value()).toList());
  }

  private void metrics(SpawnMetrics.Batch batch) throws InterruptedException {
    SpawnWindow window =
        SpawnWindow.of(
            journal.store().read(transaction -> SpawnTable.window(transaction, null, null)));
    SpawnMetrics.append(scene.workspace(), scene.spec().id().toString(), batch, window.metrics());
  }

  static Map<AgentName, Outcome> lastOutcomes(Run.PartState state) {
    Map<AgentName, Outcome> outcomes = new HashMap<>();
    for (Run.Attempt attempt : state.attempts()) {
      if (attempt.outcome() != null && outcomes.get(attempt.agent()) != Outcome.ANSWERED) {
        outcomes.put(attempt.agent(), attempt.outcome());
      }
    }
    return outcomes;
  }
}
