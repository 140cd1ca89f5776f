package dev.speckit.spec.context;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line under `## Metrics`, in the order in which they stand.
enum Figure {
  SESSIONS("Implementation", "Total Sessions", "[\\d,]+(?![\\d.])"),
  DURATION("Implementation", "Total Duration", WorkTime.DURATION),
  LINES("Implementation", "Lines of Code", "\\+[\\d,]+, -[\\d,]+"),
  CREATED("Implementation", "Files Created", "[\\d,]+(?![\\d.])"),
  MODIFIED("Implementation", "Files Modified", "[\\d,]+(?![\\d.])"),
  COVERAGE("Quality", "Test Coverage", "\\d+(?:\\.\\d)?%"),
  CRITERIA("Quality", "Acceptance Criteria Met", "\\d+/\\d+(?: ✅)?");

  private final String section;
  private final String label;
  private final Pattern form;
  private final Pattern line;

  Figure(String section, String label, String form) {
    this.section = section;
    this.label = label;
    this.form = Pattern.compile(form);
    this.line =
        Pattern.compile(
            "\\s{0,3}[-*+]\\s+\\*\\*" + label + "(?:\\*\\*:|:\\*\\*)\\s*",
            Pattern.CASE_INSENSITIVE);
  }

  /// Whether a line holds its value as speckit writes it.
  boolean isIn(String text) {
    Matcher start = line.matcher(text);
    return start.lookingAt() && form.matcher(text).region(start.end(), text.length()).lookingAt();
  }

  /// Whether one of some lines is that of a figure, whatever its value.
  static boolean isAnyIn(String lines) {
    return lines
        .lines()
        .anyMatch(text ->
            Arrays.stream(values()).anyMatch(figure -> figure.line.matcher(text).lookingAt()));
  }

  /// The line with another value.
  String replacedIn(String text, String written) {
    Matcher start = line.matcher(text);
    Matcher value = form.matcher(text);
    boolean found = start.lookingAt() && value.region(start.end(), text.length()).lookingAt();
    return found ? text.substring(0, value.start()) + written + text.substring(value.end()) : text;
  }

  /// The heading below which it stands.
  String section() {
    return section;
  }

  String label() {
    return label;
  }

  /// The form in which speckit writes its value.
  Pattern form() {
    return form;
  }

  /// The start of its line, up to the value.
  Pattern line() {
    return line;
  }
}
