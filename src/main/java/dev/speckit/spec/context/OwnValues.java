package dev.speckit.spec.context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which of two values that speckit itself writes holds after a merge. What a person wrote in words
/// of their own is decided by nobody but them.
///
/// @param laterIsTheirs whether theirs was changed after ours; empty when at the same moment
record OwnValues(Optional<Boolean> laterIsTheirs) {
  private static final Pattern VALUE =
      Pattern.compile(
          "(?s)(\\s{0,3}\\*\\*[^*:]+(?:\\*\\*\\s*:|:\\s*\\*\\*)[ \\t]*|[^:]{1,60}:\\s*[\"']?)"
              + "(.*?)([\"']?[ \\t]*\\\\?[\\r\\n]*)");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*");

  /// What is less finished is said first.
  private static final List<String> STATUSES =
      List.of("blocked", "implementing", "planning", "completed");

  private static final List<String> ENDS = List.of("blocked", "partial", "completed");

  /// The line that holds; empty when only a person can say.
  ///
  /// @param base empty when both sides added the line
  Optional<String> line(String key, Optional<String> base, String ours, String theirs) {
    return switch (key) {
      case "header updated", "property updated" -> later(ours, theirs);
      case "header status", "property status" -> status(ours, theirs);
      case "session status" -> leastFinished(ENDS, ours, theirs);
      case "session duration" -> longer(ours, theirs);
      case "session participants" -> participants(base.map(OwnValues::value), ours, theirs);
      default -> Optional.empty();
    };
  }

  private static Optional<String> later(String ours, String theirs) {
    boolean known = DATE.matcher(value(ours)).matches() && DATE.matcher(value(theirs)).matches();
    return known
        ? Optional.of(value(ours).compareTo(value(theirs)) >= 0 ? ours : theirs)
        : Optional.empty();
  }

  private Optional<String> status(String ours, String theirs) {
    Optional<String> least = leastFinished(STATUSES, ours, theirs);
    return least.map(line -> laterIsTheirs.map(later -> later ? theirs : ours).orElse(line));
  }

  private static Optional<String> leastFinished(List<String> order, String ours, String theirs) {
    int first = order.indexOf(value(ours).toLowerCase(Locale.ROOT));
    int second = order.indexOf(value(theirs).toLowerCase(Locale.ROOT));
    return first < 0 || second < 0
        ? Optional.empty()
        : Optional.of(first <= second ? ours : theirs);
  }

  /// Both are recorded; the longer one counts more of the moments.
  private static Optional<String> longer(String ours, String theirs) {
    Optional<Duration> first = WorkTime.duration(value(ours));
    Optional<Duration> second = WorkTime.duration(value(theirs));
    return first.isEmpty() || second.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Comparator.<Duration>naturalOrder().compare(first.get(), second.get()) >= 0
                ? ours
                : theirs);
  }

  private static Optional<String> participants(Optional<String> base, String ours, String theirs) {
    List<String> before = names(base.orElse(""));
    List<String> all = names(value(ours));
    List<String> second = names(value(theirs));
    all.removeIf(name -> before.contains(name) && !second.contains(name));
    for (String name : second) {
      if (!all.contains(name) && !before.contains(name)) {
        all.add(name);
      }
    }
    Matcher line = VALUE.matcher(ours);
    return line.matches()
        ? Optional.of(line.group(1) + String.join(", ", all) + line.group(3))
        : Optional.empty();
  }

  private static List<String> names(String value) {
    List<String> names = new ArrayList<>();
    for (String name : value.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }

  private static String value(String line) {
    Matcher matcher = VALUE.matcher(line);
    return matcher.matches() ? matcher.group(2) : line;
  }
}
