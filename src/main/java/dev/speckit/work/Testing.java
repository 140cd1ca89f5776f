package dev.speckit.work;

import dev.speckit.checks.CoverageReading;
import dev.speckit.checks.CoverageReports;
import dev.speckit.checks.TestReading;
import dev.speckit.checks.TestReport;
import dev.speckit.checks.TestReports;
import dev.speckit.command.Progress;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.WorkSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The facts of one test action, gathered before anything is written.
///
/// @param entries one for each thing that was tested or read
/// @param tail last lines of a command that failed
/// @param warnings reports that could not be counted although the tests ran
/// @param data for programs
record Testing(List<String> entries, List<String> tail, List<Problem> warnings, Json.Fields data) {
  /// How the entries of a command, of reports and of coverage begin.
  static final String RAN = "Ran ";

  static final String REPORTS = "Test reports (";
  static final String COVERED = "Coverage (";

  private static final int NAMED_MAX = 5;
  private static final Duration SHORTLY = Duration.ofMinutes(30);
  private static final String OLD = ", of before this session";
  private static final String TOTALS_DIFFER = "totals-differ";
  private static final String OLD_REPORT = "old-report";
  private static final Pattern COVERAGE =
      Pattern.compile("Coverage \\((`+).*\\1\\): (\\d{1,3}(?:\\.\\d)?)%.*");

  Testing {
    entries = List.copyOf(entries);
    tail = List.copyOf(tail);
    warnings = List.copyOf(warnings);
  }

  /// @throws Failure.Invalid when a report is missing, out of date or damaged and no command was
  ///   run
  static Testing of(Scene scene, Action.Test test, Progress progress) throws InterruptedException {
    List<String> entries = new ArrayList<>();
    List<String> tail = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Json.Fields data = Json.fields();
    Instant started = null;
    if (test.run().isPresent()) {
      TestRun run = TestRun.of(scene, test.run().get(), test.deadline(), progress);
      started = run.started();
      entries.add(
          "Ran %s: %s %s in %s"
              .formatted(
                  EntryText.span(run.command()), mark(run.passed()), run.ended(), run.shownTime()));
      if (!run.passed()) {
        tail.addAll(run.tail());
        tail.add("all of it: " + scene.shown(run.log()));
      }
      data =
          data.with(
              "run",
              Json.fields()
                  .with("command", run.command())
                  .with("passed", run.passed())
                  .with("ended", run.ended())
                  .with("milliseconds", run.took().toMillis())
                  .with("log", scene.shown(run.log())));
    }
    if (test.junit().isPresent()) {
      data = junit(scene, test.junit().get(), started, entries, problems, data);
    }
    if (test.coverage().isPresent()) {
      data = coverage(scene, test.coverage().get(), started, entries, problems, data);
    }
    test.text().ifPresent(entries::addFirst);
    boolean unread = started == null && problems.stream().anyMatch(Testing::isInTheWay);
    if (entries.isEmpty() || unread) {
      throw new Failure.Invalid(problems);
    }
    return new Testing(entries, tail, problems, data);
  }

  /// The percentage of an entry about coverage.
  static Optional<Double> coverage(String entry) {
    Matcher matcher = COVERAGE.matcher(entry.lines().findFirst().orElse(""));
    return matcher.matches() ? Optional.of(Double.parseDouble(matcher.group(2))) : Optional.empty();
  }

  private static Json.Fields junit(
      Scene scene,
      String glob,
      @Nullable Instant started,
      List<String> entries,
      List<Problem> problems,
      Json.Fields data) {
    switch (TestReports.read(scene.workspace(), glob, started)) {
      case TestReading.NothingMatches _ ->
          problems.add(
              Problem.of("no-report", "no test report matches the pattern")
                  .at(glob)
                  .remedy("run the tests first, or mend the pattern"));
      case TestReading.AllStale stale ->
          problems.add(
              Problem.of("stale-report", "the test reports are older than this run of the tests")
                  .at(stale.files().isEmpty() ? glob : stale.files().getFirst())
                  .remedy("see why the tests did not write them, and run them again"));
      case TestReading.Unreadable unreadable -> problems.addAll(unreadable.problems());
      case TestReading.Counted counted -> {
        TestReport report = counted.report();
        List<String> old = started == null ? oldReports(scene, glob) : List.of();
        boolean all = old.size() == report.files().size();
        entries.add(
            "Test reports (%s): %s%s"
                .formatted(EntryText.span(glob), shown(report), all ? OLD : ""));
        old.stream().findFirst().map(Testing::oldReport).ifPresent(problems::add);
        problems.addAll(report.problems());
        problems.addAll(report.contradictions());
        return data.with("tests", report.json());
      }
    }
    return data;
  }

  /// The reports that a command of before this session wrote.
  private static List<String> oldReports(Scene scene, String glob) {
    return switch (TestReports.read(scene.workspace(), glob, sessionStart(scene))) {
      case TestReading.AllStale stale -> stale.files();
      case TestReading.Counted counted -> counted.report().stale();
      case TestReading.NothingMatches _, TestReading.Unreadable _ -> List.of();
    };
  }

  /// Without an open session one begins now, and what was tested shortly before belongs to it.
  private static Instant sessionStart(Scene scene) {
    return ContextFile.read(scene)
        .openSession(scene.worker().person())
        .flatMap(WorkSession::started)
        .map(Scene::instant)
        .orElseGet(() -> scene.now().minus(SHORTLY));
  }

  private static Problem oldReport(String file) {
    return Problem.of(OLD_REPORT, "the report was written before this session began")
        .at(file)
        .remedy("run the tests again, or let speckit run them: --run \"COMMAND\"");
  }

  private static boolean isInTheWay(Problem problem) {
    return !problem.code().equals(OLD_REPORT) && !problem.code().equals(TOTALS_DIFFER);
  }

  private static String shown(TestReport report) {
    TestReport.Counts counts = report.counts();
    StringBuilder shown = new StringBuilder(mark(counts.bad() == 0 && counts.total() > 0));
    shown.append(' ').append(counts.passed()).append(" passed");
    count(shown, counts.failed(), "failed");
    count(shown, counts.errors(), counts.errors() == 1 ? "error" : "errors");
    count(shown, counts.skipped(), "skipped");
    count(shown, counts.flaky(), "flaky");
    List<String> named =
        report.failedCases().stream()
            .limit(NAMED_MAX)
            .map(failed -> EntryText.span(failed.fullName()))
            .toList();
    if (!named.isEmpty()) {
      shown.append(": ").append(String.join(", ", named));
    }
    if (counts.bad() > named.size()) {
      shown.append(" and ").append(counts.bad() - named.size()).append(" more");
    }
    return shown.toString();
  }

  private static void count(StringBuilder shown, int number, String what) {
    if (number > 0) {
      shown.append(String.format(Locale.ROOT, ", %d %s", number, what));
    }
  }

  private static Json.Fields coverage(
      Scene scene,
      String name,
      @Nullable Instant started,
      List<String> entries,
      List<Problem> problems,
      Json.Fields data) {
    switch (CoverageReports.read(scene.workspace(), name, started)) {
      case CoverageReading.Missing missing ->
          problems.add(
              Problem.of("no-report", "there is no such coverage report")
                  .at(missing.file())
                  .remedy("run the tests with coverage first, or mend the path"));
      case CoverageReading.Stale stale ->
          problems.add(
              Problem.of("stale-report", "the coverage report is older than this run of the tests")
                  .at(stale.file())
                  .remedy("see why the tests did not write it, and run them again"));
      case CoverageReading.NoLines none ->
          problems.add(
              Problem.of("no-lines", "the coverage report knows no lines, so there is no figure")
                  .at(none.file())
                  .remedy("see that the tests ran with coverage"));
      case CoverageReading.Unreadable unreadable -> problems.add(unreadable.problem());
      case CoverageReading.Measured measured -> {
        boolean old =
            started == null
                && CoverageReports.read(scene.workspace(), name, sessionStart(scene))
                    instanceof CoverageReading.Stale;
        entries.add(
            "Coverage (%s): %s of lines%s"
                .formatted(EntryText.span(name), measured.report().percentage(), old ? OLD : ""));
        if (old) {
          problems.add(oldReport(name));
        }
        problems.addAll(measured.contradictions());
        return data.with("coverage", measured.report().json());
      }
    }
    return data;
  }

  private static String mark(boolean good) {
    return good ? "✅" : NextAction.FAILED;
  }
}
