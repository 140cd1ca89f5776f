package dev.speckit.host;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A process and all that came of it: its session, its descendants, and whoever carries its marks
/// in the environment, also after leaving session and parents.
///
/// @param root the process that was started
/// @param ownSession whether it leads a session of its own
/// @param sinceTicks nothing older can have come of it
/// @param marks `NAME=value`, all of which a descendant carries
record Household(ProcessHandle root, boolean ownSession, long sinceTicks, Set<String> marks) {
  private static final Duration POLITE = Duration.ofSeconds(2);
  private static final Duration FORCED = Duration.ofSeconds(5);

  /// The system tells nobody but a parent that a process has ended.
  private static final Duration LOOK = Duration.ofMillis(10);

  /// Asks all to end, then forces them. Not stopped by interruption.
  ///
  /// @return who is still there; empty unless the system cannot end a process
  List<Long> end() {
    Set<ProcessHandle> known = new HashSet<>();
    Set<ProcessHandle> members = members(known);
    if (members.isEmpty()) {
      return List.of();
    }
    signalGroup("-TERM");
    members.forEach(ProcessHandle::destroy);
    members = awaitNobody(known, POLITE, false);
    if (!members.isEmpty()) {
      signalGroup("-KILL");
      members = awaitNobody(known, FORCED, true);
    }
    return members.stream().map(ProcessHandle::pid).sorted().toList();
  }

  private Set<ProcessHandle> awaitNobody(
      Set<ProcessHandle> known, Duration patience, boolean force) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    Set<ProcessHandle> members = members(known);
    while (!members.isEmpty() && System.nanoTime() < deadline) {
      members.forEach(force ? ProcessHandle::destroyForcibly : Household::keep);
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException _) {
        interrupted = true;
      }
      members = members(known);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return members;
  }

  private static boolean keep(ProcessHandle handle) {
    return handle.isAlive();
  }

  /// Everybody who runs now, and everybody seen before who still runs: a child whose parent ends is
  /// nobody's descendant any more.
  private Set<ProcessHandle> members(Set<ProcessHandle> known) {
    known.add(root);
    root.descendants().forEach(known::add);
    for (ProcessTable.Row row : ProcessTable.since(sinceTicks)) {
      if ((ownSession && row.session() == root.pid()) || ProcessTable.hasAll(row.pid(), marks)) {
        ProcessTable.handle(row).ifPresent(known::add);
      }
    }
    known.removeIf(handle -> !handle.isAlive() || ProcessTable.isEnded(handle.pid()));
    return Set.copyOf(known);
  }

  /// Reaches members that are born between a look and a signal. Only while somebody of the session
  /// is there: an empty group's number may belong to others.
  private void signalGroup(String signal) {
    if (!ownSession || ProcessTable.since(sinceTicks).stream().noneMatch(this::isInGroup)) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder("kill", signal, "--", "-" + root.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.getOutputStream().close();
    } catch (IOException _) {
      // Without the program each process is signalled on its own.
      return;
    }
  }

  private boolean isInGroup(ProcessTable.Row row) {
    return row.group() == root.pid();
  }
}
