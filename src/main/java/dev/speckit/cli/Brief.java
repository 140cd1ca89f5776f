package dev.speckit.cli;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.List;

/// Problems in a length that can be read, whatever the caller or a file put into them.
final class Brief {
  /// The longest name a file can have: what is longer between blanks and slashes names nothing.
  private static final int NAME_MAX = 255;

  /// The longest path the systems we run on take.
  private static final int TEXT_MAX = 4_096;

  /// What is shown of a longer name: enough to be recognised.
  private static final int SHOWN = 60;

  private Brief() {}

  static List<Problem> problems(List<Problem> problems) {
    if (problems.isEmpty()) {
      return problems;
    }
    List<Problem> brief = new ArrayList<>();
    for (Problem problem : problems) {
      Place place = problem.place();
      String remedy = problem.remedy();
      brief.add(
          new Problem(
              problem.code(),
              text(problem.message()),
              place == null ? null : new Place(text(place.file()), place.line(), place.column()),
              remedy == null ? null : text(remedy)));
    }
    return brief;
  }

  private static String text(String text) {
    if (text.length() <= NAME_MAX) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (from < text.length() && out.length() < TEXT_MAX) {
      int end = endOfName(text, from);
      appendName(out, text, from, end);
      if (end < text.length()) {
        out.append(text.charAt(end));
      }
      from = end + 1;
    }
    return from < text.length() ? out.append('…').toString() : out.toString();
  }

  private static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length() && !endsName(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean endsName(char unit) {
    return unit == '/' || Character.isWhitespace(unit);
  }

  private static void appendName(StringBuilder out, String text, int from, int end) {
    if (end - from <= NAME_MAX) {
      out.append(text, from, end);
      return;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(from + SHOWN - 1));
    out.append(text, from, splitsPair ? from + SHOWN - 1 : from + SHOWN).append('…');
    // What closes a quoted name stays, so that the sentence around it can be read.
    char last = text.charAt(end - 1);
    if (last == '\'' || last == '`' || last == '"') {
      out.append(last);
    }
  }
}
