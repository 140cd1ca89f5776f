package dev.speckit.host;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A process and all that came of it: its session, its descendants, and whoever carries its marks
/// in the environment, also after leaving session and parents. As long as nobody takes the exit
/// code of the first, its number, which is also that of group and session, is nobody else's.
///
/// @param root the process that was started
/// @param ownSession whether it leads a session of its own
/// @param sinceTicks nothing older can have come of it
/// @param marks `NAME=value`, all of which a descendant carries
record Household(ProcessHandle root, boolean ownSession, long sinceTicks, Set<String> marks) {
  private static final Duration POLITE = Duration.ofSeconds(2);
  private static final Duration FORCED = Duration.ofSeconds(5);

  /// The system tells nobody but a parent that a process has ended: it is looked for, ever less
  /// often, because a thousand may be ending at once.
  private static final long LOOK_MILLIS = 5;

  private static final long LOOK_MAX_MILLIS = 80;

  /// How often all processes are looked at, for members that were born meanwhile.
  private static final Duration SEARCH = Duration.ofMillis(500);

  /// Becoming another program takes less than a millisecond, and longer on a busy machine.
  private static final int LOOKS_AGAIN = 8;

  private static final long NO_SESSION = -1;

  /// Of a first that has ended: whether nobody else was ever there or is left, as far as the
  /// numbers of processes tell. False says nothing.
  ///
  /// @param nanos `System.nanoTime` before it was started
  boolean isSurelyGone(long nanos) {
    return Newcomers.after(root.pid(), nanos)
        .map(ProcessSnapshot::of)
        .map(born ->
            born.related(Set.of(root.pid()), session(), marks, sinceTicks).isEmpty()
                && !born.hasSilent(sinceTicks, true))
        .orElse(false);
  }

  /// Asks all to end, then forces them. Not stopped by interruption.
  ///
  /// @return who is still there; empty unless the system cannot end a process
  List<Long> end() {
    Set<ProcessHandle> known = new HashSet<>();
    known.add(root);
    ProcessSnapshot all = search(known);
    if (known.isEmpty()) {
      return List.of();
    }
    signalGroup(all, LibC.SIGTERM);
    known.forEach(ProcessHandle::destroy);
    awaitNobody(known, POLITE, false);
    if (!known.isEmpty()) {
      awaitNobody(known, FORCED, true);
    }
    return known.stream().map(ProcessHandle::pid).sorted().toList();
  }

  private void awaitNobody(Set<ProcessHandle> known, Duration patience, boolean force) {
    long deadline = System.nanoTime() + patience.toNanos();
    long searchAt = System.nanoTime();
    long look = LOOK_MILLIS;
    boolean interrupted = false;
    while (true) {
      known.removeIf(Household::isGone);
      if (known.isEmpty() || System.nanoTime() >= searchAt) {
        ProcessSnapshot all = search(known);
        searchAt = System.nanoTime() + SEARCH.toNanos();
        if (force && !known.isEmpty()) {
          signalGroup(all, LibC.SIGKILL);
          known.forEach(ProcessHandle::destroyForcibly);
        }
      }
      if (known.isEmpty() || System.nanoTime() >= deadline) {
        break;
      }
      try {
        Thread.sleep(look);
        look = Math.min(2 * look, LOOK_MAX_MILLIS);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isGone(ProcessHandle handle) {
    return !handle.isAlive() || ProcessTable.isEnded(handle.pid());
  }

  /// Adds everybody who runs now to those seen before, of whom those stay that still run: a child
  /// whose parent ends is nobody's descendant any more.
  private ProcessSnapshot search(Set<ProcessHandle> known) {
    // The number of one that is gone may be another's by now.
    known.removeIf(Household::isGone);
    ProcessSnapshot all = look(known);
    for (int again = 0;
        again < LOOKS_AGAIN && known.isEmpty() && all.hasSilent(sinceTicks, false);
        again++) {
      pause(LOOK_MILLIS);
      all = look(known);
    }
    return all;
  }

  private ProcessSnapshot look(Set<ProcessHandle> known) {
    ProcessSnapshot all = ProcessSnapshot.now();
    if (all.isEmpty()) {
      root.descendants().forEach(known::add);
    }
    Set<Long> parents = known.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    for (ProcessTable.Row row : all.related(parents, session(), marks, sinceTicks)) {
      ProcessTable.handle(row).ifPresent(known::add);
    }
    known.removeIf(Household::isGone);
    return all;
  }

  /// Not cut short by an interruption, which stays set.
  private static void pause(long millis) {
    boolean interrupted = Thread.interrupted();
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long session() {
    return ownSession ? root.pid() : NO_SESSION;
  }

  /// Reaches members that are born between a look and a signal. Only while somebody of the group is
  /// there: an empty group's number may belong to others.
  private void signalGroup(ProcessSnapshot all, int signal) {
    if (ownSession && all.hasGroup(root.pid(), sinceTicks)) {
      Spawning.signalGroup(root.pid(), signal);
    }
  }
}
