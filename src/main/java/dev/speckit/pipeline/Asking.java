package dev.speckit.pipeline;

import dev.speckit.agent.AgentBatch;
import dev.speckit.agent.AgentCall;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.AgentResult;
import dev.speckit.agent.AgentTask;
import dev.speckit.agent.AnswerJson;
import dev.speckit.agent.AttemptFolder;
import dev.speckit.agent.AttemptListener;
import dev.speckit.agent.AttemptResult;
import dev.speckit.agent.BatchLimits;
import dev.speckit.agent.Outcome;
import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.host.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Asks the roster of a part: those who have not answered yet and may still be tried.
final class Asking {
  private final Journal journal;
  private final RunScene scene;
  private final Progress progress;

  Asking(Journal journal, RunScene scene, Progress progress) {
    this.journal = journal;
    this.scene = scene;
    this.progress = progress;
  }

  void ask(Run run, Part part) throws InterruptedException {
    PartInput input = PartInput.of(scene, part);
    Run.PartState state = run.parts().get(part);
    if (state == null) {
      enter(run, part, input);
      return;
    }
    settleUnfinished(run, part, state);
    Run.PartState settled = journal.read(run.id()).orElseThrow().part(part).orElseThrow();
    List<AgentCall> calls = calls(run, part, settled, input);
    if (!calls.isEmpty()) {
      batch(run, part, settled, calls);
    }
    journal.append(run.id(), new RunEvent.PartAsked(part));
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
    for (Run.Attempt attempt : state.attempts()) {
      if (attempt.outcome() != null) {
        continue;
      }
      Path folder = scene.workspace().resolve(attempt.folder());
      AttemptFolder.clean(folder, journal.now());
      Optional<AttemptResult> complete = AttemptFolder.adopt(folder);
      if (complete.isPresent()) {
        record(run, part, state, complete.get());
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
              null),
          transaction ->
              AttemptTable.abandon(
                  transaction,
                  key(run, part, state, attempt.agent(), attempt.number()),
                  reason,
                  journal.now()));
    }
  }

  private List<AgentCall> calls(Run run, Part part, Run.PartState state, PartInput input) {
    AgentTask task =
        new AgentTask(
            run.id(),
            scene.spec().id().toString(),
            part.subject(),
            scene.workspace(),
            input.prompt());
    Path folder = scene.folder(run).attempts(part.name(), state.entered().input());
    List<AgentCall> calls = new ArrayList<>();
    for (AgentName name : state.entered().roster()) {
      if (state.mayBeAsked(name, scene.settings().attemptsMax())) {
        calls.add(
            new AgentCall(
                definition(name),
                true,
                task,
                folder,
                state.nextNumber(name),
                state.spent(name).size()));
      }
    }
    return calls;
  }

  private AgentDefinition definition(AgentName name) {
    AgentDefinition definition = scene.settings().agents().get(name);
    if (definition == null) {
      throw new IllegalStateException("a roster names an agent that is not defined: " + name);
    }
    return definition;
  }

  private void batch(Run run, Part part, Run.PartState state, List<AgentCall> calls)
      throws InterruptedException {
    Instant startedAt = journal.now();
    long startNanos = System.nanoTime();
    Recorder recorder = new Recorder(run, part, state);
    progress.note(part.name() + ": asking " + names(calls));
    BatchLimits limits =
        BatchLimits.DEFAULT
            .attempts(scene.settings().attemptsMax())
            .failFast(scene.settings().rosters().failFast());
    List<AgentResult> results;
    try {
      results = new AgentBatch(scene.host()).run(calls, limits, recorder);
    } finally {
      recorder.close();
    }
    for (AgentResult result : results) {
      if (result.listenerFailure() != null) {
        throw result.listenerFailure();
      }
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    metrics(run, part, startedAt, startedAt.plus(elapsed), recorder.measured());
  }

  private static String names(List<AgentCall> calls) {
    return String.join(", ", calls.stream().map(call -> call.definition().name().value()).toList());
  }

  private void record(Run run, Part part, Run.PartState state, AttemptResult result) {
    int number = result.attempt();
    AttemptTable.Key key = key(run, part, state, result.agent(), number);
    journal.appendUninterrupted(
        run.id(),
        new RunEvent.AttemptEnded(
            part,
            state.entered().input(),
            result.agent(),
            number,
            result.outcome(),
            result.reason(),
            result.totalMillis()),
        transaction -> {
          AttemptTable.end(transaction, key, result);
          if (result.answer() != null) {
            AttemptTable.answer(
                transaction, key, AnswerJson.write(result.answer()), result.endedAt());
          }
          SpawnTable.insert(
              transaction,
              run.id(),
              scene.spec().id().number(),
              part,
              result.agent().value(),
              result.startedAt(),
              millis(result.startedAt(), result.firstOutputAt()),
              millis(result.startedAt(), result.endedAt()),
              result.isAnswered());
        });
  }

  private static @Nullable Long millis(Instant from, @Nullable Instant to) {
    return to == null ? null : Math.max(0, Duration.between(from, to).toMillis());
  }

  private static AttemptTable.Key key(
      Run run, Part part, Run.PartState state, AgentName agent, int number) {
    return new AttemptTable.Key(
        run.id(), part.subject().word(), state.entered().input(), agent.value(), number);
  }

  private void metrics(
      Run run, Part part, Instant startedAt, Instant endedAt, List<SpawnMetrics.Agent> agents)
      throws InterruptedException {
    SpawnMetrics.Window window = SpawnWindow.of(journal.store().read(SpawnTable::window));
    SpawnMetrics.append(
        scene.workspace(),
        scene.spec().id().toString(),
        new SpawnMetrics.Batch(run.id(), part.name(), startedAt, endedAt, agents),
        window);
  }

  /// Writes what happens to each attempt into the journal, at once and on the attempt's own thread.
  private final class Recorder implements AttemptListener {
    private final Run run;
    private final Part part;
    private final Run.PartState state;
    private final Map<AgentName, Progress.Lane> lanes = new ConcurrentHashMap<>();
    private final Map<AgentName, Long> storeMillis = new ConcurrentHashMap<>();
    private final Map<AgentName, AttemptResult> last = new ConcurrentHashMap<>();
    private final Map<AgentName, List<Outcome>> spent = new ConcurrentHashMap<>();
    private final List<SpawnMetrics.Agent> measured =
        Collections.synchronizedList(new ArrayList<>());

    Recorder(Run run, Part part, Run.PartState state) {
      this.run = run;
      this.part = part;
      this.state = state;
    }

    List<SpawnMetrics.Agent> measured() {
      synchronized (measured) {
        return List.copyOf(measured);
      }
    }

    @Override
    public void starting(AgentCall call, int number, Path folder) {
      long before = System.nanoTime();
      String relative = scene.relative(folder);
      AttemptTable.Key key = key(run, part, state, call.agent(), number);
      journal.appendUninterrupted(
          run.id(),
          new RunEvent.AttemptStarted(
              part, state.entered().input(), call.agent(), number, relative),
          transaction -> AttemptTable.start(transaction, key, relative, journal.now()));
      storeMillis.put(call.agent(), (System.nanoTime() - before) / 1_000_000);
      lane(call.agent()).phase(number == 1 ? "starting" : "starting, attempt " + number);
    }

    private Progress.Lane lane(AgentName agent) {
      return lanes.computeIfAbsent(agent, name -> progress.lane(part.name() + "  " + name));
    }

    @Override
    public void started(AgentCall call, int number, ProcessIdentity process) {
      lane(call.agent()).phase("working");
      AttemptTable.Key key = key(run, part, state, call.agent(), number);
      journal.note(transaction -> AttemptTable.spawned(transaction, key, process));
    }

    @Override
    public void output(AgentCall call, int number, long bytes) {
      lane(call.agent()).output();
    }

    @Override
    public void retrying(AgentCall call, int number, Duration pause, String why) {
      lane(call.agent()).phase("waiting to try again");
      progress.note(
          part.name()
              + "  "
              + call.agent()
              + "  is asked again in "
              + pause.toMillis()
              + " ms: "
              + why);
    }

    @Override
    public void ended(AgentCall call, AttemptResult result) {
      record(run, part, state, result);
      measured.add(measure(result));
      List<Outcome> outcomes = spent.computeIfAbsent(call.agent(), this::spentBefore);
      outcomes.add(result.outcome());
      if (!result.isAnswered() && Run.PartState.again(outcomes, scene.settings().attemptsMax())) {
        last.put(call.agent(), result);
        return;
      }
      last.remove(call.agent());
      endLane(result);
    }

    private List<Outcome> spentBefore(AgentName agent) {
      return new ArrayList<>(state.spent(agent));
    }

    private void endLane(AttemptResult result) {
      lane(result.agent())
          .end(
              result.isAnswered() ? Tone.GOOD : Tone.WARNING,
              result.isAnswered() ? "answered" : result.outcome().word() + ": " + result.reason());
    }

    /// Ends the lanes of agents that would have been tried again and were not: the batch was
    /// cancelled, or its time was over.
    void close() {
      last.values().forEach(this::endLane);
    }

    private SpawnMetrics.Agent measure(AttemptResult result) {
      AgentDefinition definition = definition(result.agent());
      return new SpawnMetrics.Agent(
          result.agent(),
          definition.chosenModel(),
          result.attempt(),
          result.isAnswered(),
          result.outcome().word(),
          result.process() == null ? null : result.process().pid(),
          result.startedAt(),
          result.endedAt(),
          storeMillis.get(result.agent()),
          result.processStartMillis(),
          result.firstOutputMillis());
    }
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
