package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the reports of a check say against it.
///
/// @param counts null when it names no reports or wrote none
/// @param reason why it does not pass, one line; null when nothing stands against it
record TestsOfCheck(TestReport.@Nullable Counts counts, @Nullable String reason) {
  private static final int NAMED_MAX = 3;

  /// @param glob of the reports, or null
  /// @param startedAt older reports are not of this run
  static TestsOfCheck read(Path tree, @Nullable String glob, Instant startedAt) {
    if (glob == null) {
      return new TestsOfCheck(null, null);
    }
    try {
      return switch (TestReports.read(tree, glob, startedAt)) {
        case TestReading.NothingMatches _ ->
            new TestsOfCheck(null, "wrote no test report at " + Words.line(glob));
        case TestReading.AllStale(String _, var files) ->
            new TestsOfCheck(
                null,
                "wrote no test report: "
                    + Words.line(files.getFirst())
                    + " is older than its start");
        case TestReading.Unreadable(var problems) ->
            new TestsOfCheck(null, unreadable(problems.getFirst()));
        case TestReading.Counted(TestReport report) ->
            new TestsOfCheck(report.distinct(), against(report));
      };
    } catch (Failure.Usage failure) {
      return new TestsOfCheck(null, unreadable(failure.problems().getFirst()));
    }
  }

  /// Whether tests failed by name, which says more than any exit code.
  boolean hasFailed() {
    return counts != null && counts.bad() > 0;
  }

  private static @Nullable String against(TestReport report) {
    TestReport.Counts counts = report.distinct();
    if (counts.bad() > 0) {
      return failed(report);
    }
    if (!report.problems().isEmpty()) {
      return unreadable(report.problems().getFirst());
    }
    if (!report.contradictions().isEmpty()) {
      Problem first = report.contradictions().getFirst();
      return "its test report contradicts itself: "
          + Words.line(first.message())
          + (first.place() == null ? "" : " (" + Words.line(first.place().toString()) + ")");
    }
    if (counts.total() == 0) {
      return "its reports hold no test";
    }
    return counts.passed() == 0 ? "all of its " + counts.total() + " tests were skipped" : null;
  }

  private static String failed(TestReport report) {
    int bad = report.distinct().bad();
    String names =
        report.failedCases().stream()
            .map(TestReport.FailedCase::fullName)
            .distinct()
            .limit(NAMED_MAX)
            .collect(Collectors.joining(", "));
    int more = bad - Math.min(NAMED_MAX, bad);
    return bad
        + " of "
        + report.distinct().total()
        + (report.distinct().total() == 1 ? " test failed: " : " tests failed: ")
        + names
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String unreadable(Problem problem) {
    return "its test report cannot be read: " + Words.line(problem.message());
  }
}
