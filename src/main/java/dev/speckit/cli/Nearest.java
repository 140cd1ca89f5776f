package dev.speckit.cli;

import java.util.Collection;
import java.util.Optional;

/// The word that was probably meant.
final class Nearest {
  private Nearest() {}

  /// The first of the closest words, when it differs by at most a third of its letters.
  static Optional<String> to(String word, Collection<String> known) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    boolean close = least <= Math.max(1, (best.length() + 1) / 3);
    boolean begun = best.startsWith(word) && word.length() >= 2;
    return !best.isEmpty() && (close || begun) ? Optional.of(best) : Optional.empty();
  }

  /// Letters to insert, drop, replace, or swap with their neighbour.
  private static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cell(from, to, cost, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cell(String from, String to, int[][] cost, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int least = cost[i - 1][j - 1] + (same ? 0 : 1);
    least = Math.min(least, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, 1 + cost[i - 2][j - 2]) : least;
  }
}
