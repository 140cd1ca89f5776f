package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the JUnit XML that test tools write.
public final class TestReports {
  private final List<String> files = new ArrayList<>();
  private final List<String> stale = new ArrayList<>();
  private final List<TestReport.FailedCase> failedCases = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> contradictions = new ArrayList<>();
  private final DistinctCases distinct = new DistinctCases();
  private TestReport.Counts counts = TestReport.Counts.NONE;
  private Duration time = Duration.ZERO;

  private TestReports() {}

  /// Counts all matching reports. A file that cannot be read is told apart; the others count.
  ///
  /// @param glob files below the workspace: `*`, `?`, `[a-z]`, `{a,b}`, and `**/` for any number of
  ///   folders, also none; links are not followed out of the workspace
  /// @param notBefore reports last written before this moment are stale and do not count; null when
  ///   every report counts
  /// @throws Failure.Usage when the pattern is malformed or leads out of the workspace
  public static TestReading read(Path workspace, String glob, @Nullable Instant notBefore) {
    List<WorkspaceFile> matching = ReportGlob.of(glob).filesBelow(workspace);
    if (matching.isEmpty()) {
      return new TestReading.NothingMatches(glob);
    }
    TestReports reports = new TestReports();
    for (WorkspaceFile file : matching) {
      reports.add(file, notBefore);
    }
    return reports.result(glob);
  }

  private void add(WorkspaceFile file, @Nullable Instant notBefore) {
    if (file.isOlderThan(notBefore)) {
      stale.add(file.name());
      return;
    }
    try {
      add(JunitFile.read(file));
    } catch (Failure.Invalid failure) {
      problems.addAll(failure.problems());
    }
  }

  private void add(JunitFile file) {
    files.add(file.name());
    counts = counts.plus(file.counts());
    file.cases().forEach(one -> distinct.add(one.name(), one.counts()));
    time = time.plus(file.time());
    int room = TestReport.FAILED_CASES_MAX - failedCases.size();
    failedCases.addAll(file.failedCases().stream().limit(room).toList());
    contradictions.addAll(file.contradictions());
  }

  private TestReading result(String glob) {
    if (!files.isEmpty()) {
      return new TestReading.Counted(
          new TestReport(
              files,
              stale,
              counts,
              distinct.counts(),
              time,
              failedCases,
              problems,
              contradictions));
    }
    return problems.isEmpty()
        ? new TestReading.AllStale(glob, stale)
        : new TestReading.Unreadable(problems);
  }
}
