package dev.speckit.spec.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Looks once more whether a merge has kept each line that only one side added. Values of speckit's
/// own, of which one holds, are left out of account.
final class Losses {
  private static final Pattern OWN =
      Pattern.compile(
          "\\s{0,3}\\*\\*(?:Status|Updated|Duration|Participants)\\*\\*:.*|(?:status|updated):.*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern COUNTS = Pattern.compile("\\(\\+\\d+, -\\d+\\)");

  private Losses() {}

  static boolean none(Sides<String> texts, String merged) {
    Map<String, Integer> there = counts(merged);
    Map<String, Integer> base = counts(texts.base());
    for (String side : List.of(texts.ours(), texts.theirs())) {
      for (Map.Entry<String, Integer> line : counts(side).entrySet()) {
        int before = base.getOrDefault(line.getKey(), 0);
        boolean added = line.getValue() > before;
        if (added && there.getOrDefault(line.getKey(), 0) == 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static Map<String, Integer> counts(String text) {
    Map<String, Integer> counts = new HashMap<>();
    for (String line : lines(text)) {
      counts.merge(line, 1, Integer::sum);
    }
    return counts;
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\\R", -1)) {
      if (!line.isBlank() && !OWN.matcher(line).matches() && !isOwn(line)) {
        String unnumbered = AlikeSessions.unnumbered(line).replace(ListedCommit.LOST, "");
        lines.add(COUNTS.matcher(unnumbered).replaceAll("").stripTrailing());
      }
    }
    return lines;
  }

  private static boolean isOwn(String line) {
    Optional<Figure> figure = Optional.empty();
    for (Figure one : Figure.values()) {
      figure = one.isIn(line) ? Optional.of(one) : figure;
    }
    return figure.isPresent() || SummaryChanges.isOwn(line);
  }
}
