package dev.speckit.work;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many lines differ between two texts.
record LineCount(int added, int removed) {
  /// Above this many pairs of lines the order of lines is left out of account.
  private static final long PAIRS_MAX = 4_000_000;

  /// By the longest sequence of lines that both have.
  static LineCount between(List<String> before, List<String> after) {
    int from = 0;
    while (from < Math.min(before.size(), after.size())
        && before.get(from).equals(after.get(from))) {
      from++;
    }
    int end = 0;
    while (end < Math.min(before.size(), after.size()) - from
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<String> old = before.subList(from, before.size() - end);
    List<String> now = after.subList(from, after.size() - end);
    int same = (long) old.size() * now.size() > PAIRS_MAX ? common(old, now) : longest(old, now);
    return new LineCount(now.size() - same, old.size() - same);
  }

  private static int longest(List<String> old, List<String> now) {
    int[] lengths = new int[now.size() + 1];
    for (String line : old) {
      int diagonal = 0;
      for (int i = 1; i <= now.size(); i++) {
        int above = lengths[i];
        lengths[i] = line.equals(now.get(i - 1)) ? diagonal + 1 : Math.max(above, lengths[i - 1]);
        diagonal = above;
      }
    }
    return lengths[now.size()];
  }

  private static int common(List<String> old, List<String> now) {
    Map<String, Integer> counts = new HashMap<>();
    old.forEach(line -> counts.merge(line, 1, Integer::sum));
    int same = 0;
    for (String line : now) {
      if (counts.merge(line, -1, Integer::sum) >= 0) {
        same++;
      }
    }
    return same;
  }
}
