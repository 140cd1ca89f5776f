package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Keeps runs and work on some specs from starting while their files move, and tells which are
/// under way.
///
/// @param problems runs and actions that are under way
record Standstill(List<FileLock> locks, List<Problem> problems) implements AutoCloseable {
  /// An action of `work` ends soon; a run may take hours.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  static Standstill of(Path workspace, Collection<SpecId> specs) throws InterruptedException {
    Standstill standstill = new Standstill(new ArrayList<>(), new ArrayList<>());
    try {
      for (SpecId each : specs) {
        standstill.take(workspace, each, "run", Duration.ZERO);
        standstill.take(workspace, each, "work", PATIENCE);
      }
      return standstill;
    } catch (Failure | InterruptedException failure) {
      standstill.close();
      throw failure;
    }
  }

  private void take(Path workspace, SpecId spec, String what, Duration patience)
      throws InterruptedException {
    try {
      locks.add(Workspace.lock(workspace, what + "-" + spec, patience));
    } catch (Failure.Unavailable failure) {
      if (!failure.problems().getFirst().code().equals("locked")) {
        throw failure;
      }
      problems.add(
          Problem.of(what + "-under-way", "a " + what + " on spec " + spec + " is under way")
              .remedy(
                  what.equals("run")
                      ? "wait for it, or end it: speckit runs, speckit cancel RUN"
                      : "wait until it has ended"));
    }
  }

  @Override
  public void close() {
    locks.forEach(FileLock::close);
  }
}
