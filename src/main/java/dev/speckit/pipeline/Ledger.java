package dev.speckit.pipeline;

import dev.speckit.agent.AgentCall;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.AttemptResult;
import dev.speckit.agent.Subject;
import dev.speckit.command.Progress;
import dev.speckit.cost.Budget;
import dev.speckit.cost.Budget.Cap;
import dev.speckit.cost.Estimate;
import dev.speckit.cost.Money;
import dev.speckit.cost.PriceTable;
import dev.speckit.failure.Problem;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.SpendingTable;
import dev.speckit.store.Transaction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sets money aside before each attempt of a run and refuses an attempt for which none is left.
/// What is spent is read in the very transaction that records the attempt: neither the other agents
/// of the batch nor another run of the workspace can spend the same money.
public final class Ledger {
  private final Journal journal;
  private final RunScene scene;
  private final Progress progress;
  private final Map<AgentName, PastCalls> past = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();
  private final Set<Cap> warned = EnumSet.noneOf(Cap.class);
  private final List<Problem> warnings = new ArrayList<>();

  Ledger(Journal journal, RunScene scene, Progress progress) {
    this.journal = journal;
    this.scene = scene;
    this.progress = progress;
  }

  /// Makes ready for a batch: what its agents used for the subject before, and no refusal.
  void prepare(List<AgentCall> calls) throws InterruptedException {
    past.clear();
    refusal.set(null);
    for (AgentCall call : calls) {
      past.put(
          call.agent(),
          PastCalls.read(journal.store(), scene, call.agent(), call.task().subject()));
    }
  }

  /// What a call may cost at most as far as can be told; null when nobody knows a price.
  @Nullable Money asked(AgentCall call, long promptBytes) {
    PastCalls before = past.getOrDefault(call.agent(), PastCalls.NONE);
    return asked(scene.settings(), call.definition(), call.task().subject(), promptBytes, before);
  }

  private static @Nullable Money asked(
      PipelineSettings settings,
      AgentDefinition definition,
      Subject subject,
      long promptBytes,
      PastCalls before) {
    if (PriceTable.isFree(definition)) {
      return Money.ZERO;
    }
    return before
        .price(settings.prices(), definition)
        .flatMap(entry ->
            Estimate.of(promptBytes, subject, before.usages())
                .reservation(entry.price(), before.costs()))
        .orElse(null);
  }

  /// Records that an attempt begins, unless a cap is in the way. After a refusal every later
  /// attempt of the batch that costs something is refused as well.
  ///
  /// @param started with what was set aside for it
  /// @return why it must not be made; then nothing was recorded
  Optional<String> begin(Run run, RunEvent.AttemptStarted started, Consumer<Transaction> with) {
    Money asked = started.reservedMicros() == null ? null : new Money(started.reservedMicros());
    AtomicReference<List<Cap>> nearly = new AtomicReference<>(List.of());
    Optional<String> against =
        journal.appendUnless(
            run.id(),
            started,
            transaction -> {
              if (asked != null && asked.isZero()) {
                return Optional.empty();
              }
              String before = refusal.get();
              return before == null
                  ? objection(transaction, run, started, asked, nearly)
                  : Optional.of(before);
            },
            with);
    against.ifPresent(why -> refusal.compareAndSet(null, why));
    if (against.isEmpty()) {
      nearly.get().forEach(this::warn);
    }
    return against;
  }

  private Optional<String> objection(
      Transaction transaction,
      Run run,
      RunEvent.AttemptStarted started,
      @Nullable Money asked,
      AtomicReference<List<Cap>> nearly) {
    Budget budget = scene.settings().budget();
    if (!budget.hasCap()) {
      return Optional.empty();
    }
    Map<Cap, Budget.Standing> standings =
        standings(transaction, budget, run.id(), run.started().spec(), new Day(journal.now()));
    return switch (budget.decide(standings, asked)) {
      case Budget.Decision.Allowed allowed -> {
        nearly.set(allowed.nearly());
        yield Optional.empty();
      }
      case Budget.Decision.OverCap(Cap cap, Money limit, Budget.Standing now, Money more) ->
          Optional.of(BudgetStop.overCap(cap, limit, now, started, more));
      case Budget.Decision.Unpriced(Cap cap, Money limit) ->
          Optional.of(BudgetStop.unpriced(cap, limit, started));
    };
  }

  /// How far each cap that is set is used up.
  ///
  /// @param run null before a run
  public static Map<Cap, Budget.Standing> standings(
      Transaction transaction, Budget budget, @Nullable String run, int spec, Day day) {
    Map<Cap, Budget.Standing> standings = new EnumMap<>(Cap.class);
    if (budget.run() != null) {
      standings.put(
          Cap.RUN,
          run == null
              ? Budget.Standing.NOTHING
              : Charge.standing(
                  Charge.of(SpendingTable.told(transaction, run, null, null)).values()));
    }
    if (budget.spec() != null) {
      standings.put(
          Cap.SPEC,
          Charge.standing(Charge.of(SpendingTable.told(transaction, null, spec, null)).values()));
    }
    if (budget.day() != null) {
      standings.put(
          Cap.DAY,
          Charge.standing(
              Charge.of(SpendingTable.told(transaction, null, null, day.from())).values().stream()
                  .filter(charge -> day.holds(charge.at()))
                  .toList()));
    }
    return standings;
  }

  /// Once in a run for each cap.
  private void warn(Cap cap) {
    synchronized (warned) {
      if (!warned.add(cap)) {
        return;
      }
      String said =
          "80 % of the budget of "
              + cap
              + " ("
              + scene.settings().budget().limit(cap).orElseThrow()
              + ") are spent or set aside";
      warnings.add(
          Problem.of("budget-nearly-spent", said)
              .at("speckit.toml")
              .remedy("see where it went: `speckit cost " + scene.spec().id() + "`"));
      progress.note(said);
    }
  }

  List<Problem> warnings() {
    synchronized (warned) {
      return List.copyOf(warnings);
    }
  }

  /// Why an attempt of the batch was refused; empty when none was.
  Optional<String> refusal() {
    return Optional.ofNullable(refusal.get());
  }

  /// What an attempt cost. One for which nothing was started cost nothing.
  PriceTable.Cost cost(AttemptResult result) {
    AgentDefinition definition = scene.settings().agents().get(result.agent());
    if (result.process() == null) {
      return new PriceTable.Cost(null, Money.ZERO);
    }
    return definition == null
        ? new PriceTable.Cost(null, null)
        : scene.settings().prices().cost(definition, result.usage(), result.model());
  }

  /// Whether asking it asks nobody.
  boolean isFree(AgentName agent) {
    AgentDefinition definition = scene.settings().agents().get(agent);
    return definition != null && PriceTable.isFree(definition);
  }
}
