package dev.speckit.checks;

import java.util.HashMap;
import java.util.Map;

/// Counts each test case once, however often reports name it: as failed when it failed anywhere,
/// else as passed when it passed anywhere. To write a case twice is no way to more tests.
final class DistinctCases {
  private static final TestReport.Counts[] WORST_LAST = {
    new TestReport.Counts(0, 0, 0, 1, 0),
    new TestReport.Counts(1, 0, 0, 0, 0),
    new TestReport.Counts(1, 0, 0, 0, 1),
    new TestReport.Counts(0, 1, 0, 0, 0),
    new TestReport.Counts(0, 0, 1, 0, 0)
  };

  private final Map<String, Integer> ranks = new HashMap<>();
  private int repeated;

  /// @param name of the case with what it belongs to
  /// @param one how it ended this time
  void add(String name, TestReport.Counts one) {
    Integer before = ranks.get(name);
    int rank = rank(one);
    if (before == null) {
      ranks.put(name, rank);
      return;
    }
    repeated++;
    ranks.put(name, Math.max(before, rank));
  }

  private static int rank(TestReport.Counts one) {
    for (int i = 0; i < WORST_LAST.length; i++) {
      if (WORST_LAST[i].equals(one)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not one case: " + one);
  }

  TestReport.Counts counts() {
    int[] each = new int[WORST_LAST.length];
    ranks.values().forEach(rank -> each[rank]++);
    return new TestReport.Counts(each[1] + each[2], each[3], each[4], each[0], each[2])
        .repeated(repeated);
  }
}
