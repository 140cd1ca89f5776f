package dev.speckit.pipeline;

import dev.speckit.agent.AgentCall;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.AnswerJson;
import dev.speckit.agent.AttemptListener;
import dev.speckit.agent.AttemptResult;
import dev.speckit.agent.Outcome;
import dev.speckit.agent.Usage;
import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import dev.speckit.cost.Money;
import dev.speckit.cost.PriceTable;
import dev.speckit.evidence.SpawnMetrics;
import dev.speckit.failure.Failure;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.run.AttemptTable;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.SpawnTable;
import dev.speckit.run.UsageTable;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes what happens to each attempt of a batch into the journal, at once and on the attempt's
/// own thread; shows it, and logs it.
final class AttemptRecorder implements AttemptListener {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  /// The rules of an analyst and recorded answers ask nobody, as does what was not started: that
  /// costs nothing, which is known.
  private static final Usage NOTHING = new Usage(0L, 0L, 0L, 0L, 0L, 0L);

  private final Journal journal;
  private final RunScene scene;
  private final Progress progress;
  private final Ledger ledger;
  private final Batch batch;
  private final Map<AgentName, Progress.Lane> lanes = new ConcurrentHashMap<>();
  private final Map<AgentName, OutputTail> watched = new ConcurrentHashMap<>();
  private final Map<AgentName, Long> storeMillis = new ConcurrentHashMap<>();
  private final Map<AgentName, AttemptResult> last = new ConcurrentHashMap<>();
  private final Map<AgentName, List<Outcome>> spent = new ConcurrentHashMap<>();
  private final Set<AgentName> begun = ConcurrentHashMap.newKeySet();
  private final Set<AgentName> asked = ConcurrentHashMap.newKeySet();
  private final Set<AgentName> silent = ConcurrentHashMap.newKeySet();
  private final List<SpawnMetrics.Agent> measured = Collections.synchronizedList(new ArrayList<>());

  AttemptRecorder(Journal journal, RunScene scene, Progress progress, Ledger ledger, Batch batch) {
    this.journal = journal;
    this.scene = scene;
    this.progress = progress;
    this.ledger = ledger;
    this.batch = batch;
  }

  /// What is asked.
  ///
  /// @param number of the batch in its run; null for attempts of an earlier speckit
  /// @param promptMillis to make the prompt
  record Batch(
      Run run, Part part, Run.PartState state, @Nullable Long number, @Nullable Long promptMillis) {
    AttemptTable.Key key(AgentName agent, int attempt) {
      return new AttemptTable.Key(
          run.id(), part.subject().word(), state.entered().input(), agent.value(), attempt);
    }
  }

  List<SpawnMetrics.Agent> measured() {
    synchronized (measured) {
      return List.copyOf(measured);
    }
  }

  /// The intent is recorded here, together with what is set aside for it.
  @Override
  public Leave leave(AgentCall call, int number, Path folder, long promptBytes) {
    long before = System.nanoTime();
    Money asked = ledger.asked(call, promptBytes);
    Optional<String> refused =
        ledger.begin(
            batch.run(),
            intent(call, number, folder, asked == null ? null : asked.micros()),
            transaction -> row(transaction, call, number, folder));
    if (refused.isPresent()) {
      last.remove(call.agent());
      lane(call.agent()).end(Tone.WARNING, "not asked: " + refused.get());
      return new Leave.Refused(refused.get());
    }
    begun.add(call.agent());
    storeMillis.put(call.agent(), (System.nanoTime() - before) / 1_000_000);
    return new Leave.Given();
  }

  private RunEvent.AttemptStarted intent(
      AgentCall call, int number, Path folder, @Nullable Long reserved) {
    return new RunEvent.AttemptStarted(
        batch.part(),
        batch.state().entered().input(),
        call.agent(),
        number,
        scene.relative(folder),
        reserved);
  }

  private void row(Transaction transaction, AgentCall call, int number, Path folder) {
    AttemptTable.start(
        transaction, batch.key(call.agent(), number), scene.relative(folder), journal.now());
  }

  @Override
  public void starting(AgentCall call, int number, Path folder) {
    if (!begun.remove(call.agent())) {
      // The record of an attempt that is not made: nothing can come of it that costs.
      journal.appendUninterrupted(
          batch.run().id(),
          intent(call, number, folder, 0L),
          transaction -> row(transaction, call, number, folder));
    }
    silent.add(call.agent());
    lane(call.agent()).phase(number == 1 ? "starting" : "starting, attempt " + number);
    if (scene.watched().contains(call.agent())) {
      watched.put(call.agent(), new OutputTail(folder.resolve("stdout.raw")));
    }
  }

  private Progress.Lane lane(AgentName agent) {
    return lanes.computeIfAbsent(agent, name -> progress.lane(batch.part().name() + "  " + name));
  }

  @Override
  public void started(AgentCall call, int number, ProcessIdentity process) {
    lane(call.agent()).phase("working");
    AttemptTable.Key key = batch.key(call.agent(), number);
    journal.note(transaction -> AttemptTable.spawned(transaction, key, process));
    journal.log().running(batch.run().id(), batch.part(), call.agent(), number, process);
  }

  @Override
  public void output(AgentCall call, int number, long bytes) {
    Progress.Lane lane = lane(call.agent());
    lane.output();
    if (silent.remove(call.agent())) {
      journal.log().firstOutput(batch.run().id(), batch.part(), call.agent(), number, bytes);
    }
    OutputTail tail = watched.get(call.agent());
    if (tail != null) {
      show(lane, call.agent(), tail::lines);
    }
  }

  /// What cannot be shown is still recorded.
  private void show(Progress.Lane lane, AgentName agent, Supplier<List<String>> lines) {
    try {
      lines.get().forEach(lane::said);
    } catch (Failure unreadable) {
      watched.remove(agent);
      progress.note(agent + "  cannot be watched: " + unreadable.getMessage());
    }
  }

  @Override
  public void retrying(AgentCall call, int number, Duration pause, String why) {
    lane(call.agent()).phase("waiting to try again");
    journal.log().retrying(batch.run().id(), batch.part(), call.agent(), number, pause, why);
    progress.note(
        batch.part().name()
            + "  "
            + call.agent()
            + "  is asked again "
            + (pause.isZero() ? "at once" : "in " + Waits.words(pause.toMillis()))
            + ": "
            + why);
  }

  @Override
  public void parked(AgentCall call, int number, Instant until, boolean assumed) {
    String why =
        "rate limited until "
            + TIME.format(until.plusNanos(999_999_999))
            + " UTC"
            + (assumed ? " (assumed: the provider named no time)" : "");
    lane(call.agent()).phase(why);
    note(call, why);
  }

  @Override
  public void heldBack(AgentCall call, int number, Duration pause, String why) {
    String waits = "waits " + Math.max(1, pause.toSeconds()) + " s: " + why;
    lane(call.agent()).phase(waits);
    note(call, waits);
  }

  @Override
  public void givenUp(AgentCall call, String why) {
    note(call, "is not asked again: " + why);
  }

  private void note(AgentCall call, String what) {
    progress.note(batch.part().name() + "  " + call.agent() + "  " + what);
  }

  @Override
  public void ended(AgentCall call, AttemptResult result) {
    OutputTail tail = watched.remove(call.agent());
    if (tail != null) {
      show(lane(call.agent()), call.agent(), tail::rest);
    }
    Long prompt = asked.add(call.agent()) ? batch.promptMillis() : null;
    Long store = storeMillis.get(call.agent());
    record(result, prompt, store);
    measured.add(measure(result, prompt, store));
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
    return new ArrayList<>(batch.state().spent(agent));
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

  /// An attempt of an earlier speckit that was found whole on disk.
  void adopt(AttemptResult result) {
    record(result, null, null);
  }

  /// Outcome, answer and sample in one transaction with the event.
  private void record(AttemptResult result, @Nullable Long prompt, @Nullable Long store) {
    AttemptTable.Key key = batch.key(result.agent(), result.attempt());
    journal.appendUninterrupted(
        batch.run().id(),
        new RunEvent.AttemptEnded(
            batch.part(),
            batch.state().entered().input(),
            result.agent(),
            result.attempt(),
            result.outcome(),
            result.reason(),
            result.totalMillis(),
            settled(result)),
        transaction -> {
          AttemptTable.end(transaction, key, result);
          UsageTable.write(transaction, key, used(result));
          if (result.answer() != null) {
            AttemptTable.answer(
                transaction, key, AnswerJson.write(result.answer()), result.endedAt());
          }
          SpawnTable.insert(
              transaction,
              new SpawnTable.Origin(
                  batch.run().id(),
                  scene.spec().id().number(),
                  batch.part(),
                  result.agent().value(),
                  batch.number(),
                  result.startedAt()),
              result.isAnswered(),
              phases(result, prompt, store));
        });
    journal.log().ended(batch.run().id(), batch.part(), result);
  }

  private static SpawnTable.Phases phases(
      AttemptResult result, @Nullable Long prompt, @Nullable Long store) {
    Long process = result.processStartMillis();
    Long ready = result.firstOutputMillis();
    Long first = process == null || ready == null ? null : Math.max(0, ready - process);
    return new SpawnTable.Phases(prompt, store, process, first, ready, result.totalMillis());
  }

  private UsageTable.Used used(AttemptResult result) {
    AgentDefinition definition = scene.settings().agents().get(result.agent());
    boolean nobody =
        result.process() == null || (definition != null && PriceTable.isFree(definition));
    return new UsageTable.Used(
        nobody ? NOTHING : result.usage(), model(result), result.session(), result.retryAt());
  }

  private @Nullable Long settled(AttemptResult result) {
    Money cost = ledger.cost(result).settled();
    return cost == null ? null : cost.micros();
  }

  /// What answered; else what was to answer.
  private @Nullable String model(AttemptResult result) {
    AgentDefinition definition = scene.settings().agents().get(result.agent());
    return result.model() != null || definition == null ? result.model() : definition.chosenModel();
  }

  private SpawnMetrics.Agent measure(
      AttemptResult result, @Nullable Long prompt, @Nullable Long store) {
    return new SpawnMetrics.Agent(
        result.agent(),
        model(result),
        result.attempt(),
        result.isAnswered(),
        result.outcome().word(),
        result.process() == null ? null : result.process().pid(),
        result.startedAt(),
        result.endedAt(),
        prompt,
        store,
        result.processStartMillis(),
        result.firstOutputMillis());
  }
}
