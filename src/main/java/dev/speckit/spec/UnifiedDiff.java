package dev.speckit.spec;

import java.util.ArrayList;
import java.util.List;

/// The difference of two texts in the unified format, three lines of context around each change.
/// Pure.
///
/// @param lines the two headings, then the hunks; empty for equal texts
public record UnifiedDiff(List<String> lines) {
  private static final int CONTEXT = 3;

  /// Two terminal pages; the rest is told by the two files.
  private static final int SHOWN_MAX = 120;

  /// 16 MB of lengths. Texts that differ in more than 2000 lines are shown as one replacement.
  private static final long CELLS_MAX = 4_000_000;

  public UnifiedDiff {
    lines = List.copyOf(lines);
  }

  /// A line of either text.
  ///
  /// @param sign `-`, `+`, or a space for both
  /// @param before lines of the first text up to here, this one included
  /// @param after the same of the second text
  private record Line(char sign, String text, int before, int after) {
    boolean isChange() {
      return sign != ' ';
    }
  }

  public static UnifiedDiff of(
      String beforeName, List<String> before, String afterName, List<String> after) {
    List<Line> all = lines(before, after);
    if (all.stream().noneMatch(Line::isChange)) {
      return new UnifiedDiff(List.of());
    }
    List<String> out = new ArrayList<>(List.of("--- " + beforeName, "+++ " + afterName));
    int at = 0;
    while (at < all.size()) {
      if (!all.get(at).isChange()) {
        at++;
        continue;
      }
      int end = hunkEnd(all, at);
      addHunk(out, all.subList(Math.max(0, at - CONTEXT), Math.min(all.size(), end + CONTEXT)));
      at = end;
    }
    return new UnifiedDiff(out);
  }

  /// The end of the last change that no more than twice the context parts from the one before.
  private static int hunkEnd(List<Line> all, int first) {
    int end = first + 1;
    for (int i = first + 1; i < all.size() && i - end < 2 * CONTEXT + 1; i++) {
      if (all.get(i).isChange()) {
        end = i + 1;
      }
    }
    return end;
  }

  private static void addHunk(List<String> out, List<Line> hunk) {
    long before = hunk.stream().filter(line -> line.sign() != '+').count();
    long after = hunk.stream().filter(line -> line.sign() != '-').count();
    out.add(
        "@@ -"
            + range(hunk.getLast().before() - before, before)
            + " +"
            + range(hunk.getLast().after() - after, after)
            + " @@");
    hunk.forEach(line -> out.add(line.sign() + line.text()));
  }

  /// An empty range names the line before it.
  private static String range(long linesBefore, long count) {
    return (count == 0 ? linesBefore : linesBefore + 1) + (count == 1 ? "" : "," + count);
  }

  /// All lines of both texts, in the order of a diff.
  private static List<Line> lines(List<String> before, List<String> after) {
    int head = 0;
    int shorter = Math.min(before.size(), after.size());
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    Lines lines = new Lines();
    before.subList(0, head).forEach(lines::both);
    between(
        before.subList(head, before.size() - tail),
        after.subList(head, after.size() - tail),
        lines);
    before.subList(before.size() - tail, before.size()).forEach(lines::both);
    return lines.all;
  }

  private static void between(List<String> before, List<String> after, Lines lines) {
    if ((long) before.size() * after.size() > CELLS_MAX) {
      before.forEach(lines::removed);
      after.forEach(lines::added);
      return;
    }
    int[][] common = common(before, after);
    int b = 0;
    int a = 0;
    while (b < before.size() || a < after.size()) {
      if (b < before.size() && a < after.size() && before.get(b).equals(after.get(a))) {
        lines.both(before.get(b));
        b++;
        a++;
      } else if (a == after.size() || (b < before.size() && common[b + 1][a] >= common[b][a + 1])) {
        lines.removed(before.get(b));
        b++;
      } else {
        lines.added(after.get(a));
        a++;
      }
    }
  }

  /// At `[b][a]` the length of the longest common subsequence of what follows these lines.
  private static int[][] common(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int b = before.size() - 1; b >= 0; b--) {
      for (int a = after.size() - 1; a >= 0; a--) {
        common[b][a] =
            before.get(b).equals(after.get(a))
                ? common[b + 1][a + 1] + 1
                : Math.max(common[b + 1][a], common[b][a + 1]);
      }
    }
    return common;
  }

  /// The lines for a terminal: the first ones, and how many are left out.
  public List<String> shortened() {
    if (lines.size() <= SHOWN_MAX) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.subList(0, SHOWN_MAX));
    shown.add("@@ " + (lines.size() - SHOWN_MAX) + " more lines differ or stand around @@");
    return shown;
  }

  /// The lines as they are found, with the count of each text.
  private static final class Lines {
    private final List<Line> all = new ArrayList<>();
    private int before;
    private int after;

    void both(String text) {
      before++;
      after++;
      all.add(new Line(' ', text, before, after));
    }

    void removed(String text) {
      before++;
      all.add(new Line('-', text, before, after));
    }

    void added(String text) {
      after++;
      all.add(new Line('+', text, before, after));
    }
  }
}
