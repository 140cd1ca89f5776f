package dev.speckit.consensus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/// Puts numbered tasks behind those they depend on, keeping their given order otherwise. A circle
/// is broken at its first task in the given order: what that one waits for inside the circle is
/// dropped, and said.
///
/// @param order every task once
/// @param kept by task, the dependencies that hold
/// @param broken the others
record TaskOrder(List<Integer> order, List<NavigableSet<Integer>> kept, List<Edge> broken) {

  /// @param from the task that depends
  /// @param to the task it was to wait for
  record Edge(int from, int to) {}

  /// @param dependencies by task, the tasks it depends on; none on itself
  static TaskOrder of(List<NavigableSet<Integer>> dependencies) {
    List<NavigableSet<Integer>> kept = new ArrayList<>();
    dependencies.forEach(some -> kept.add(new TreeSet<>(some)));
    List<Edge> broken = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    NavigableSet<Integer> waiting = new TreeSet<>();
    for (int task = 0; task < kept.size(); task++) {
      waiting.add(task);
    }
    Set<Integer> done = new HashSet<>();
    while (!waiting.isEmpty()) {
      int next = ready(waiting, kept, done);
      if (next < 0) {
        breakCircle(waiting, kept, broken);
        continue;
      }
      waiting.remove(next);
      done.add(next);
      order.add(next);
    }
    return new TaskOrder(List.copyOf(order), List.copyOf(kept), List.copyOf(broken));
  }

  private static int ready(
      NavigableSet<Integer> waiting, List<NavigableSet<Integer>> kept, Set<Integer> done) {
    for (int task : waiting) {
      if (done.containsAll(kept.get(task))) {
        return task;
      }
    }
    return -1;
  }

  private static void breakCircle(
      NavigableSet<Integer> waiting, List<NavigableSet<Integer>> kept, List<Edge> broken) {
    for (int task : waiting) {
      List<Integer> inside =
          kept.get(task).stream().filter(other -> reaches(other, task, kept)).toList();
      if (!inside.isEmpty()) {
        inside.forEach(other -> broken.add(new Edge(task, other)));
        inside.forEach(kept.get(task)::remove);
        return;
      }
    }
    throw new IllegalStateException("tasks wait without a circle: " + waiting);
  }

  private static boolean reaches(int from, int to, List<NavigableSet<Integer>> kept) {
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      int task = open.removeFirst();
      if (task == to) {
        return true;
      }
      if (seen.add(task)) {
        open.addAll(kept.get(task));
      }
    }
    return false;
  }
}
