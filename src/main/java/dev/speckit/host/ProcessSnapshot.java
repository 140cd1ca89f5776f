package dev.speckit.host;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// All running processes at one moment. Whoever asks while a look is being taken waits for the next
/// one and shares it with all others who wait: a hundred agents that end together cost two looks.
final class ProcessSnapshot {
  private static final ReentrantLock TURN = new ReentrantLock();
  private static final AtomicLong BEGUN = new AtomicLong();
  private static WeakReference<ProcessSnapshot> last = new WeakReference<>(null);

  private final long number;
  private final List<ProcessTable.Row> rows;
  private final Map<Long, Set<String>> environments = new ConcurrentHashMap<>();

  private ProcessSnapshot(long number, List<ProcessTable.Row> rows) {
    this.number = number;
    this.rows = rows;
  }

  /// What ran after this was called. Empty where the system has no table.
  static ProcessSnapshot now() {
    long enough = BEGUN.get() + 1;
    TURN.lock();
    try {
      ProcessSnapshot shared = last.get();
      if (shared != null && shared.number >= enough) {
        return shared;
      }
      long number = BEGUN.incrementAndGet();
      ProcessSnapshot taken = new ProcessSnapshot(number, ProcessTable.since(0));
      last = new WeakReference<>(taken);
      return taken;
    } finally {
      TURN.unlock();
    }
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  boolean hasGroup(long group, long sinceTicks) {
    return rows.stream().anyMatch(row -> row.group() == group && row.startTicks() >= sinceTicks);
  }

  /// Who is in a session or carries marks, and all that these and others brought forth.
  ///
  /// @param parents whose descendants count, themselves not
  /// @param session a number that no session has, for none
  /// @param marks empty for none
  /// @param sinceTicks nobody older
  List<ProcessTable.Row> related(
      Set<Long> parents, long session, Set<String> marks, long sinceTicks) {
    List<ProcessTable.Row> young = new ArrayList<>();
    List<ProcessTable.Row> found = new ArrayList<>();
    for (ProcessTable.Row row : rows) {
      if (row.startTicks() < sinceTicks) {
        continue;
      }
      young.add(row);
      if (row.session() == session || carries(row.pid(), marks)) {
        found.add(row);
      }
    }
    addChildren(parents, young, found);
    return found;
  }

  private boolean carries(long pid, Set<String> marks) {
    return !marks.isEmpty()
        && environments.computeIfAbsent(pid, ProcessTable::environment).containsAll(marks);
  }

  private static void addChildren(
      Set<Long> parents, List<ProcessTable.Row> young, List<ProcessTable.Row> found) {
    Set<Long> seen = new HashSet<>(parents);
    found.forEach(row -> seen.add(row.pid()));
    Deque<Long> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      long parent = open.removeFirst();
      for (ProcessTable.Row row : young) {
        if (row.parent() == parent && seen.add(row.pid())) {
          found.add(row);
          open.addLast(row.pid());
        }
      }
    }
  }
}
