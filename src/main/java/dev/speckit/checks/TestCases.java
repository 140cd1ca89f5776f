package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Every test case that the JUnit XML reports of a workspace name, whatever its result.
///
/// @param reports what was read, sorted by name; each report once, also when two patterns match it
/// @param cases in the order of the reports, at most [#CASES_MAX]
/// @param leftOut how many more cases the reports hold; 0 when all are here
/// @param unmatched patterns that no file matches, as given
/// @param problems files that could not be read, with their place; none of their cases is here
/// @param contradictions where a report does not agree with its own cases
public record TestCases(
    List<TestCase.Report> reports,
    List<TestCase> cases,
    long leftOut,
    List<String> unmatched,
    List<Problem> problems,
    List<Problem> contradictions) {
  /// How many cases are kept.
  public static final int CASES_MAX = 200_000;

  public static final TestCases NONE =
      new TestCases(List.of(), List.of(), 0, List.of(), List.of(), List.of());

  public TestCases {
    reports = List.copyOf(reports);
    cases = List.copyOf(cases);
    unmatched = List.copyOf(unmatched);
    problems = List.copyOf(problems);
    contradictions = List.copyOf(contradictions);
  }

  /// The pattern, when it is one.
  ///
  /// @throws Failure.Usage when it is malformed or leads out of the workspace
  public static String sound(String glob) {
    return ReportGlob.of(glob).text();
  }

  /// Reads all matching reports. A file that cannot be read is told apart.
  ///
  /// @param globs as for [TestReports#read]
  /// @throws Failure.Usage when a pattern is malformed or leads out of the workspace
  public static TestCases read(Path workspace, List<String> globs) {
    return read(workspace, globs, CASES_MAX);
  }

  static TestCases read(Path workspace, List<String> globs, int most) {
    TreeMap<String, WorkspaceFile> files = new TreeMap<>();
    List<String> unmatched = new ArrayList<>();
    for (String glob : globs) {
      List<WorkspaceFile> matching = ReportGlob.of(glob).filesBelow(workspace);
      matching.forEach(file -> files.put(file.name(), file));
      if (matching.isEmpty()) {
        unmatched.add(glob);
      }
    }
    Collecting all = new Collecting(most);
    files.values().forEach(all::add);
    return new TestCases(
        all.reports, all.cases, all.leftOut, unmatched, all.problems, all.contradictions);
  }

  /// Gathers file after file.
  private static final class Collecting {
    private final int most;
    private final List<TestCase.Report> reports = new ArrayList<>();
    private final List<TestCase> cases = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> contradictions = new ArrayList<>();
    private long leftOut;

    Collecting(int most) {
      this.most = most;
    }

    /// A file that turns out to be broken at its end takes its cases away again.
    void add(WorkspaceFile file) {
      int before = cases.size();
      long leftOutBefore = leftOut;
      try {
        TestCase.Report report =
            new TestCase.Report(
                file.name(), Instant.ofEpochMilli(Disk.modifiedMillis(file.path())));
        contradictions.addAll(JunitFile.eachCase(file, report, this::add));
        reports.add(report);
      } catch (Failure.Invalid | Failure.Unavailable failure) {
        cases.subList(before, cases.size()).clear();
        leftOut = leftOutBefore;
        problems.addAll(failure.problems());
      }
    }

    private void add(TestCase one) {
      if (cases.size() < most) {
        cases.add(one);
      } else {
        leftOut++;
      }
    }
  }
}
