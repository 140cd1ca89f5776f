package dev.speckit.evidence;

import dev.speckit.evidence.EvidencePlaces.Unit;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.evidence.EvidenceTable.RunRow;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What keeps evidence where it is, however old: specs that are worked on, runs that go on, the
/// last run of each spec, and whatever was used lately.
///
/// @param isWhole whether all specs could be seen; else one that was not seen may well be there
/// @param active spec to its status, of all that are not completed
/// @param last the last run of each spec: the newest by time and the newest by order
/// @param used spec to when it was used last
record Exemptions(
    boolean isWhole,
    Map<Integer, String> active,
    Set<String> last,
    Map<Integer, Instant> used,
    Ledger ledger,
    Duration activity,
    Instant now) {
  private static final String COMPLETED = "completed";

  static Exemptions of(SpecTree tree, Ledger ledger, int activeDays, Instant now) {
    SpecTree.Layout layout = tree.layout();
    Map<Integer, String> active = new HashMap<>();
    for (SpecEntry each : tree.all(layout)) {
      if (!each.status().equals(COMPLETED)) {
        String status = each.status().isBlank() ? "without a status" : each.status();
        active.put(each.id().number(), status);
      }
    }
    boolean whole =
        layout.problems().stream().noneMatch(each -> each.code().equals("file-unavailable"));
    return new Exemptions(
        whole, active, lastRuns(ledger), used(ledger), ledger, Duration.ofDays(activeDays), now);
  }

  /// A clock that was set back makes the newest run look old, so its order counts too.
  private static Set<String> lastRuns(Ledger ledger) {
    Map<Integer, RunRow> byTime = new HashMap<>();
    Map<Integer, RunRow> byOrder = new HashMap<>();
    Comparator<RunRow> order =
        Comparator.comparing(RunRow::ordinal, Comparator.nullsFirst(Comparator.naturalOrder()));
    for (RunRow each : ledger.runs().values()) {
      byTime.merge(each.spec(), each, later(Comparator.comparing(RunRow::startedAt)));
      if (each.ordinal() != null) {
        byOrder.merge(each.spec(), each, later(order));
      }
    }
    Set<String> last = new HashSet<>();
    Stream.concat(byTime.values().stream(), byOrder.values().stream())
        .forEach(each -> last.add(each.run()));
    return last;
  }

  private static java.util.function.BinaryOperator<RunRow> later(Comparator<RunRow> order) {
    return (one, other) -> order.compare(one, other) >= 0 ? one : other;
  }

  private static Map<Integer, Instant> used(Ledger ledger) {
    Map<Integer, Instant> used = new HashMap<>(ledger.sessions());
    for (RunRow each : ledger.runs().values()) {
      for (Instant moment : moments(each)) {
        used.merge(each.spec(), moment, (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    return used;
  }

  private static List<Instant> moments(RunRow run) {
    return Stream.of(run.startedAt(), run.endedAt(), run.last())
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /// Why ageing leaves a unit alone; empty when it does not.
  Optional<String> why(Unit unit, @Nullable Integer spec) {
    return underWay(unit, spec)
        .or(() -> lastRun(unit))
        .or(() -> Optional.ofNullable(spec).flatMap(this::inUse));
  }

  /// Why a unit cannot be archived even when a person asks for it.
  Optional<String> underWay(Unit unit, @Nullable Integer spec) {
    return switch (unit) {
      case Unit.OfRun run ->
          Optional.ofNullable(ledger.runs().get(run.run())).flatMap(Exemptions::goingOn);
      case Unit.OfSpec _ ->
          ledger.runs().values().stream()
              .filter(each -> spec != null && each.spec() == spec)
              .flatMap(each -> goingOn(each).stream())
              .findFirst();
    };
  }

  private static Optional<String> goingOn(RunRow run) {
    if (run.isWaiting()) {
      return Optional.of("run " + run.run() + " waits for a person");
    }
    return run.isUnderWay() ? Optional.of("run " + run.run() + " is under way") : Optional.empty();
  }

  /// A run that was killed can go on; whoever wants it archived cancels it first.
  Optional<String> unfinished(Unit unit) {
    RunRow row = unit instanceof Unit.OfRun run ? ledger.runs().get(run.run()) : null;
    return row == null || row.hasEnded()
        ? Optional.empty()
        : Optional.of("run " + row.run() + " has not ended; cancel it first");
  }

  Optional<String> lastRun(Unit unit) {
    return unit instanceof Unit.OfRun run && last.contains(run.run())
        ? Optional.of("it is the last run of its spec")
        : Optional.empty();
  }

  private Optional<String> inUse(Integer spec) {
    String status = active.get(spec);
    if (status != null) {
      return Optional.of("spec " + spec + " is " + status);
    }
    if (!isWhole) {
      return Optional.of("not all folders of specs can be read");
    }
    Instant lately = used.get(spec);
    return lately != null && lately.isAfter(now.minus(activity))
        ? Optional.of("spec " + spec + " was used less than " + activity.toDays() + " days ago")
        : Optional.empty();
  }
}
