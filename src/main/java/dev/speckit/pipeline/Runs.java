package dev.speckit.pipeline;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.run.RunId;
import dev.speckit.run.RunState;
import dev.speckit.run.RunTable;
import dev.speckit.run.VerdictTable;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finding runs of a workspace.
public final class Runs {
  /// Enough to look back over months; older ones are still found by id.
  static final int LISTED_MAX = 200;

  private static final Set<String> ASKING = Set.of("open", "deferred");

  private Runs() {}

  public static Path storeFile(Path workspace) {
    return new Fence(workspace).storeFile();
  }

  /// The store of a workspace; empty before its first run.
  ///
  /// @throws Failure.Invalid when a link leads it out of the workspace
  public static Optional<Store> openStore(Host host, Path workspace) throws InterruptedException {
    return new Fence(workspace).openStore(host);
  }

  /// The state of each spec's newest run, for lists; a run whose owner is gone says so. Empty
  /// without a store.
  public static Map<SpecId, String> newestStates(Host host, Path workspace)
      throws InterruptedException {
    Map<SpecId, String> states = new HashMap<>();
    Optional<Store> found = openStore(host, workspace);
    if (found.isEmpty()) {
      return states;
    }
    try (Store store = found.get()) {
      for (RunTable.RunRow row : store.read(RunTable::newestPerSpec)) {
        SpecId.parse(Integer.toString(row.spec())).ifPresent(id -> states.put(id, word(row)));
      }
    }
    return states;
  }

  /// A question that a run put to a person and that nobody has answered yet.
  ///
  /// @param question its id in the run
  /// @param state open, or deferred
  public record UnansweredQuestion(String run, String question, String state, String text) {}

  /// What the newest run of a spec still asks; empty without a store.
  public static List<UnansweredQuestion> unanswered(Host host, Path workspace, SpecId spec)
      throws InterruptedException {
    Optional<Store> found = openStore(host, workspace);
    if (found.isEmpty()) {
      return List.of();
    }
    try (Store store = found.get()) {
      Optional<RunTable.RunRow> newest =
          store.read(RunTable::newestPerSpec).stream()
              .filter(row -> row.spec() == spec.number())
              .findFirst();
      if (newest.isEmpty()) {
        return List.of();
      }
      String run = newest.get().run();
      return store.read(transaction -> VerdictTable.questions(transaction, run)).stream()
          .filter(row -> ASKING.contains(row.state()))
          .map(row ->
              new UnansweredQuestion(
                  run, row.question(), row.state(), row.content().text("text").orElse("")))
          .toList();
    }
  }

  /// The state as people read it.
  static String word(RunTable.RunRow row) {
    return isInterrupted(row) ? "interrupted" : row.state().word();
  }

  /// Whether the run says it is under way while nobody carries it.
  static boolean isInterrupted(RunTable.RunRow row) {
    return row.state() == RunState.RUNNING && (row.owner() == null || !row.owner().isAlive());
  }

  /// Whether a process that lives carries the run.
  public static boolean isUnderWay(RunTable.RunRow row) {
    return row.state() == RunState.RUNNING && !isInterrupted(row);
  }

  /// The run that a person means: its id, the unambiguous beginning of one, or `last`.
  ///
  /// @throws Failure.Usage when there is none
  public static RunTable.RunRow find(Store store, String reference) throws InterruptedException {
    // Every id begins with nothing.
    if (reference.isBlank()) {
      throw new Failure.Usage(
          Problem.of("no-run-id", "the id of the run is empty")
              .remedy("`speckit runs` lists the runs of this workspace; `last` is the newest"));
    }
    if (RunId.isRunId(reference)) {
      return store
          .read(transaction -> RunTable.find(transaction, reference))
          .orElseThrow(() -> unknown(reference));
    }
    List<RunTable.RunRow> rows = store.read(transaction -> RunTable.all(transaction, LISTED_MAX));
    if (reference.equals("last") && !rows.isEmpty()) {
      return rows.getFirst();
    }
    List<RunTable.RunRow> matching =
        rows.stream().filter(row -> row.run().startsWith(reference)).toList();
    if (matching.size() > 1) {
      throw new Failure.Usage(
          Problem.of(
                  "ambiguous-run",
                  "`" + reference + "` is the beginning of " + matching.size() + " runs")
              .remedy("give more of the id; `speckit runs` lists them"));
    }
    if (matching.isEmpty()) {
      throw unknown(reference);
    }
    return matching.getFirst();
  }

  /// The run that a person means: as [#find], or the newest run of a spec.
  public static RunTable.RunRow ofRunOrSpec(Store store, Path workspace, String reference)
      throws InterruptedException {
    if (reference.equals("last") || reference.matches("[0-9]{8}(-[0-9a-f-]*)?")) {
      return find(store, reference);
    }
    int spec = SpecTree.open(workspace).find(reference).id().number();
    return store.read(RunTable::newestPerSpec).stream()
        .filter(row -> row.spec() == spec)
        .findFirst()
        .orElseThrow(() ->
            new Failure.Usage(
                Problem.of("no-run", "spec " + spec + " has no run")
                    .remedy("`speckit run " + spec + "` starts one")));
  }

  public static Failure unknown(String reference) {
    return new Failure.Usage(
        Problem.of("unknown-run", "there is no run `" + reference + "`")
            .remedy("`speckit runs` lists the runs of this workspace"));
  }
}
