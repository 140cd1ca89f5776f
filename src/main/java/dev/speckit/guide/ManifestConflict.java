package dev.speckit.guide;

import java.util.List;

/// The two sides of a text in which git left conflicts.
final class ManifestConflict {
  private ManifestConflict() {}

  static boolean isIn(String text) {
    return text.lines().anyMatch(ManifestConflict::isOurs)
        && text.lines().anyMatch(ManifestConflict::isEnd);
  }

  /// The 1-based line of the first conflict.
  static int line(String text) {
    return 1 + (int) text.lines().takeWhile(line -> !isOurs(line)).count();
  }

  /// Ours, then theirs; what both came from is left out.
  static List<String> sides(String text) {
    StringBuilder ours = new StringBuilder();
    StringBuilder theirs = new StringBuilder();
    boolean inOurs = true;
    boolean inTheirs = true;
    for (String line : text.lines().toList()) {
      boolean marker = true;
      if (isOurs(line)) {
        inTheirs = false;
      } else if (line.startsWith("|||||||")) {
        inOurs = false;
      } else if (line.startsWith("=======")) {
        inOurs = false;
        inTheirs = true;
      } else if (isEnd(line)) {
        inOurs = true;
      } else {
        marker = false;
      }
      if (!marker && inOurs) {
        ours.append(line).append('\n');
      }
      if (!marker && inTheirs) {
        theirs.append(line).append('\n');
      }
    }
    return List.of(ours.toString(), theirs.toString());
  }

  private static boolean isOurs(String line) {
    return line.startsWith("<<<<<<<");
  }

  private static boolean isEnd(String line) {
    return line.startsWith(">>>>>>>");
  }
}
