package dev.speckit.trace;

import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.trace.TraceItem.Result;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One test action of a session: what a person wrote, what was run, and the reports that were read.
///
/// @param entries in order, at least one
/// @param at when it was recorded, as far as that is known
record RecordedTest(List<WorkSession.Entry> entries, LocalDateTime at) {
  private static final String PASSED = "✅";
  private static final String FAILED = "❌";
  private static final Pattern REPORTS = Pattern.compile("Test reports \\((`+) ?(.+?) ?\\1\\):.*");
  private static final Pattern FAILS =
      Pattern.compile("(?<!\\b(?:0|no) )\\bfail(?:s|ed|ing|ures?)?\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern SKIPS =
      Pattern.compile(
          "\\b(?:skip(?:ped)?|untested|not (?:yet )?(?:run|tested|measured))\\b",
          Pattern.CASE_INSENSITIVE);

  /// In the order in which one action writes its entries.
  private enum Kind {
    TEXT,
    RUN,
    REPORTS,
    COVERAGE
  }

  RecordedTest {
    entries = List.copyOf(entries);
  }

  /// The test actions of a session, in order.
  static List<RecordedTest> of(WorkSession session) {
    List<RecordedTest> tests = new ArrayList<>();
    List<WorkSession.Entry> current = new ArrayList<>();
    LocalDateTime at = session.started().orElse(LocalDateTime.MIN);
    if (session.started().isEmpty() && session.date().isPresent()) {
      at = session.date().get().atStartOfDay();
    }
    for (WorkSession.Entry entry : session.entries(SessionPart.TESTING)) {
      if (!current.isEmpty() && !continues(current.getLast(), entry)) {
        tests.add(new RecordedTest(current, at));
        current = new ArrayList<>();
      }
      current.add(entry);
      at = entry.at().orElse(at);
    }
    if (!current.isEmpty()) {
      tests.add(new RecordedTest(current, at));
    }
    return tests;
  }

  private static boolean continues(WorkSession.Entry before, WorkSession.Entry entry) {
    return before.at().equals(entry.at()) && kind(before).compareTo(kind(entry)) < 0;
  }

  private static Kind kind(WorkSession.Entry entry) {
    String text = entry.text();
    if (text.startsWith("Ran `")) {
      return Kind.RUN;
    }
    if (text.startsWith("Test reports (`")) {
      return Kind.REPORTS;
    }
    return text.startsWith("Coverage (`") ? Kind.COVERAGE : Kind.TEXT;
  }

  /// The pattern of the reports that an entry counts.
  static Optional<String> glob(WorkSession.Entry entry) {
    Matcher reports = REPORTS.matcher(entry.text().lines().findFirst().orElse(""));
    return reports.matches() ? Optional.of(reports.group(2)) : Optional.empty();
  }

  /// The first line of its first entry.
  String name() {
    return entries.getFirst().text().lines().findFirst().orElse("");
  }

  /// What failed in it decides, then what was left out.
  Result result() {
    Result result = Result.NOT_RUN;
    for (WorkSession.Entry entry : entries) {
      Result of = result(entry);
      if (of == Result.FAILED) {
        return of;
      }
      if (result != Result.SKIPPED && of != Result.NOT_RUN) {
        result = of;
      }
    }
    return result;
  }

  /// A person who writes what was measured says that it passed, unless the text says otherwise.
  private static Result result(WorkSession.Entry entry) {
    String text = entry.text();
    if (text.contains(FAILED)) {
      return Result.FAILED;
    }
    if (text.contains(PASSED)) {
      return Result.PASSED;
    }
    if (kind(entry) != Kind.TEXT) {
      return Result.NOT_RUN;
    }
    if (FAILS.matcher(text).find()) {
      return Result.FAILED;
    }
    return SKIPS.matcher(text).find() ? Result.SKIPPED : Result.PASSED;
  }
}
