package dev.speckit.spec.context;

import java.util.Arrays;
import java.util.List;

/// Which elements of one list stand in another one too, in the same order.
final class Matching {
  /// 16 MB of lengths. Longer lists match at their beginnings and ends only.
  private static final long CELLS_MAX = 4_000_000;

  private Matching() {}

  /// For each element of the first list its place in the second one; -1 for none.
  static int[] of(List<String> first, List<String> second) {
    int[] places = new int[first.size()];
    Arrays.fill(places, -1);
    int head = 0;
    int shorter = Math.min(first.size(), second.size());
    while (head < shorter && first.get(head).equals(second.get(head))) {
      places[head] = head;
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && first.get(first.size() - 1 - tail).equals(second.get(second.size() - 1 - tail))) {
      places[first.size() - 1 - tail] = second.size() - 1 - tail;
      tail++;
    }
    between(
        first.subList(head, first.size() - tail),
        second.subList(head, second.size() - tail),
        head,
        places);
    return places;
  }

  private static void between(List<String> first, List<String> second, int head, int[] places) {
    if ((long) first.size() * second.size() > CELLS_MAX) {
      return;
    }
    int[][] common = common(first, second);
    int i = 0;
    int j = 0;
    while (i < first.size() && j < second.size()) {
      if (first.get(i).equals(second.get(j))) {
        places[head + i] = head + j;
        i++;
        j++;
      } else if (common[i + 1][j] >= common[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }

  /// At `[i][j]` the length of the longest common subsequence of what follows.
  private static int[][] common(List<String> first, List<String> second) {
    int[][] common = new int[first.size() + 1][second.size() + 1];
    for (int i = first.size() - 1; i >= 0; i--) {
      for (int j = second.size() - 1; j >= 0; j--) {
        common[i][j] =
            first.get(i).equals(second.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
