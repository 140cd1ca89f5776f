package dev.speckit.host;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Running processes at one moment. Whoever asks for all while a look is being taken waits for the
/// next one and shares it with all others who wait: a hundred agents that end together cost two
/// looks. Each then asks for what concerns it by session, parent and environment, never by going
/// through all: a thousand who ask of a thousand would take a million steps.
final class ProcessSnapshot {
  /// Parent of all threads of the kernel.
  private static final long KERNEL = 2;

  private static final Set<String> NOTHING = Set.of("");
  private static final ReentrantLock TURN = new ReentrantLock();
  private static final AtomicLong BEGUN = new AtomicLong();
  private static WeakReference<ProcessSnapshot> last = new WeakReference<>(null);

  private final long number;

  /// The youngest first.
  private final List<ProcessTable.Row> rows;

  private final Map<Long, List<ProcessTable.Row>> bySession;
  private final Map<Long, List<ProcessTable.Row>> byParent;
  private final Map<Long, Long> youngestOfGroup = new HashMap<>();

  /// Who carries a variable, by `NAME=value`; of the first rows only, as far as somebody asked.
  private final Map<String, Set<ProcessTable.Row>> carriers = new HashMap<>();

  private final Set<ProcessTable.Row> unread = new HashSet<>();
  private final Set<ProcessTable.Row> empty = new HashSet<>();
  private int asked;

  private ProcessSnapshot(long number, List<ProcessTable.Row> found) {
    this.number = number;
    rows =
        found.stream()
            .sorted(Comparator.comparingLong(ProcessTable.Row::startTicks).reversed())
            .toList();
    bySession = rows.stream().collect(Collectors.groupingBy(ProcessTable.Row::session));
    byParent = rows.stream().collect(Collectors.groupingBy(ProcessTable.Row::parent));
    rows.forEach(row -> youngestOfGroup.putIfAbsent(row.group(), row.startTicks()));
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

  /// Only these.
  static ProcessSnapshot of(List<ProcessTable.Row> rows) {
    return new ProcessSnapshot(0, rows);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Whether somebody not older showed no environment when it was looked for: such a one may just
  /// be becoming another program, and carry marks a moment later. Threads of the kernel left out.
  ///
  /// @param hidden whether also those count whose environment nobody may read
  synchronized boolean hasSilent(long sinceTicks, boolean hidden) {
    look(sinceTicks);
    return rows.stream()
        .takeWhile(row -> row.startTicks() >= sinceTicks)
        .anyMatch(row -> empty.contains(row) || (hidden && unread.contains(row)));
  }

  boolean hasGroup(long group, long sinceTicks) {
    Long youngest = youngestOfGroup.get(group);
    return youngest != null && youngest >= sinceTicks;
  }

  /// Who is in a session or carries marks, and all that these and others brought forth.
  ///
  /// @param parents whose descendants count, themselves not
  /// @param session a number that no session has, for none
  /// @param marks empty for none
  /// @param sinceTicks nobody older
  List<ProcessTable.Row> related(
      Set<Long> parents, long session, Set<String> marks, long sinceTicks) {
    Set<Long> seen = new HashSet<>(parents);
    Deque<ProcessTable.Row> open = new ArrayDeque<>(bySession.getOrDefault(session, List.of()));
    open.addAll(carrying(marks, sinceTicks));
    parents.forEach(parent -> open.addAll(children(parent)));
    List<ProcessTable.Row> found = new ArrayList<>();
    while (!open.isEmpty()) {
      ProcessTable.Row row = open.removeFirst();
      if (row.startTicks() >= sinceTicks && seen.add(row.pid())) {
        found.add(row);
        open.addAll(children(row.pid()));
      }
    }
    return found;
  }

  private List<ProcessTable.Row> children(long parent) {
    return byParent.getOrDefault(parent, List.of());
  }

  /// Reads each environment once: what is asked of it later is asked of the same reading.
  private void look(long sinceTicks) {
    while (asked < rows.size() && rows.get(asked).startTicks() >= sinceTicks) {
      ProcessTable.Row row = rows.get(asked++);
      Set<String> environment = ProcessTable.environment(row.pid());
      if (environment.isEmpty()) {
        unread.add(row);
      } else if (environment.equals(NOTHING) && row.parent() != KERNEL) {
        empty.add(row);
      }
      for (String variable : environment) {
        carriers.computeIfAbsent(variable, _ -> new HashSet<>()).add(row);
      }
    }
  }

  private synchronized Set<ProcessTable.Row> carrying(Set<String> marks, long sinceTicks) {
    if (marks.isEmpty()) {
      return Set.of();
    }
    look(sinceTicks);
    List<Set<ProcessTable.Row>> all =
        marks.stream()
            .map(mark -> carriers.getOrDefault(mark, Set.of()))
            .sorted(Comparator.comparingInt(Set::size))
            .toList();
    return all.getFirst().stream()
        .filter(row -> all.stream().allMatch(each -> each.contains(row)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
