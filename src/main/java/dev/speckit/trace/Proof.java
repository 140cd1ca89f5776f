package dev.speckit.trace;

import dev.speckit.trace.Backing.State;
import dev.speckit.trace.TraceItem.Commit;
import dev.speckit.trace.TraceItem.Deliverable;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.Result;
import dev.speckit.trace.TraceItem.Session;
import dev.speckit.trace.TraceItem.SourceFile;
import dev.speckit.trace.TraceItem.Task;
import dev.speckit.trace.TraceItem.Test;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Gathers what is behind a requirement or criterion, and judges it.
final class Proof {
  private final Function<TraceItem, List<TraceLink>> forward;
  private final Demand demand;
  private final List<Demand> near;

  /// One key is one object in a graph, so that nothing has to be compared.
  private final Set<TraceItem> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private final List<Task> tasks = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  private final List<Commit> commits = new ArrayList<>();
  private final List<SourceFile> files = new ArrayList<>();
  private final List<Test> own = new ArrayList<>();
  private final List<Test> tests = new ArrayList<>();
  private final List<Deliverable> deliverables = new ArrayList<>();

  private Proof(Function<TraceItem, List<TraceLink>> forward, List<Demand> near, Demand demand) {
    this.forward = forward;
    this.demand = demand;
    this.near = near;
  }

  /// @param forward the links from an item
  /// @param near what belongs to the item, itself included
  static Proof of(Function<TraceItem, List<TraceLink>> forward, List<Demand> near, Demand demand) {
    Proof proof = new Proof(forward, near, demand);
    proof.follow(demand);
    proof.own.addAll(proof.tests);
    proof.near.forEach(proof::follow);
    List.copyOf(proof.tasks).forEach(proof::follow);
    return proof;
  }

  private void follow(TraceItem from) {
    @Nullable Test last = null;
    for (TraceLink link : forward.apply(from)) {
      if (link.to() instanceof Test test && test.recorded()) {
        last = test;
        continue;
      }
      if (seen.add(link.to())) {
        take(link.to());
      }
    }
    // What was recorded before is history.
    if (last != null && seen.add(last)) {
      tests.add(last);
    }
  }

  private void take(TraceItem item) {
    switch (item) {
      case Demand _ -> {}
      case Task task -> tasks.add(task);
      case Session session -> sessions.add(session);
      case Commit commit -> {
        commits.add(commit);
        follow(commit);
      }
      case SourceFile file -> {
        files.add(file);
        delivered(file);
      }
      case Test test -> tests.add(test);
      case Deliverable deliverable -> deliverables.add(deliverable);
    }
  }

  /// What else a file is linked to is of no use here: a test in it belongs to those it names.
  private void delivered(SourceFile file) {
    for (TraceLink link : forward.apply(file)) {
      if (link.to() instanceof Deliverable deliverable && seen.add(deliverable)) {
        deliverables.add(deliverable);
      }
    }
  }

  Backing backing() {
    return new Backing(
        demand,
        near.subList(1, near.size()),
        List.copyOf(tasks),
        List.copyOf(sessions),
        List.copyOf(commits),
        List.copyOf(files),
        List.copyOf(tests),
        List.copyOf(deliverables),
        state());
  }

  boolean isCommitted() {
    return commits.stream().anyMatch(Commit::isKnown);
  }

  boolean isTested() {
    return !tests.isEmpty();
  }

  State state() {
    return switch (verdict()) {
      case FAILED -> State.FAILED;
      case PASSED -> isCommitted() ? State.PROVEN : State.NO_COMMIT;
      case STALE, GONE -> State.STALE;
      case SKIPPED, NOT_RUN -> isCommitted() ? State.NO_TEST : State.OPEN;
    };
  }

  /// Why it is not proven, as a clause; empty when it is.
  Optional<String> missing() {
    Optional<String> test = missingTest();
    if (isCommitted()) {
      return test;
    }
    Optional<String> ran = ran();
    if (!commits.isEmpty()) {
      String unknown = "git does not know the commit %s".formatted(commits.getFirst().shown());
      return Optional.of(test.map(why -> unknown + ", and " + why).orElse(unknown));
    }
    if (tests.isEmpty() && ran.isEmpty()) {
      return Optional.of("no commit and no test stand behind it");
    }
    String commit = "no commit stands behind it";
    return Optional.of(test.map(why -> commit + ", and " + why).orElse(commit));
  }

  private Optional<String> missingTest() {
    return switch (verdict()) {
      case PASSED -> Optional.empty();
      case FAILED -> Optional.of("its test failed" + named(Result.FAILED));
      case STALE ->
          Optional.of("the report of its test is older than the test" + named(Result.STALE));
      case GONE -> Optional.of("the file of its test is gone" + named(Result.GONE));
      case SKIPPED -> Optional.of("its test was skipped" + named(Result.SKIPPED));
      case NOT_RUN ->
          Optional.of(
              tests.isEmpty()
                  ? "no test names it" + ran().map(each -> " (" + each + ")").orElse("")
                  : "no report says that its test passed" + named(Result.NOT_RUN));
    };
  }

  /// What its last session with tests says, which names no test of its own.
  private Optional<String> ran() {
    for (Session session : sessions.reversed()) {
      Result last = Result.NOT_RUN;
      boolean any = false;
      for (TraceLink link : forward.apply(session)) {
        if (link.to() instanceof Test test) {
          any = true;
          last = test.result();
        }
      }
      if (any) {
        return Optional.of(shown(session) + ran(last));
      }
    }
    return Optional.empty();
  }

  private String shown(Session session) {
    String shown = session.shown();
    return session.spec().equals(demand.spec()) ? shown : shown + " of " + session.spec();
  }

  private static String ran(Result last) {
    return switch (last) {
      case PASSED -> " ran tests and passed";
      case FAILED -> " ran tests and failed";
      case STALE, GONE, SKIPPED, NOT_RUN -> " recorded tests";
    };
  }

  private String named(Result result) {
    return tests.stream()
        .filter(each -> each.result() == result)
        .findFirst()
        .map(each -> " (" + each.place() + ")")
        .orElse("");
  }

  /// Its own tests decide; where they tell nothing, those of what is near. Reports decide before
  /// what a session recorded.
  private Result verdict() {
    Result alone = verdict(own);
    return alone == Result.NOT_RUN ? verdict(tests) : alone;
  }

  private static Result verdict(List<Test> tests) {
    Result reported = Result.NOT_RUN;
    Result recorded = Result.NOT_RUN;
    for (Test test : tests) {
      if (test.recorded()) {
        recorded = stronger(recorded, test.result());
      } else {
        reported = stronger(reported, test.result());
      }
    }
    boolean decided = reported == Result.PASSED || reported == Result.FAILED;
    return decided || recorded == Result.NOT_RUN ? reported : recorded;
  }

  private static Result stronger(Result one, Result other) {
    List<Result> order =
        List.of(
            Result.FAILED,
            Result.PASSED,
            Result.STALE,
            Result.GONE,
            Result.SKIPPED,
            Result.NOT_RUN);
    return order.indexOf(one) <= order.indexOf(other) ? one : other;
  }
}
