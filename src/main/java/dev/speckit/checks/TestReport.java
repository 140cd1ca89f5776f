package dev.speckit.checks;

import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the test reports of one run say together. Everything is counted from the test cases
/// themselves; the totals a tool writes beside them are only compared.
///
/// @param files the reports that were counted, relative to the workspace, sorted
/// @param stale reports that are older than the moment asked for; not counted
/// @param counts how the cases ended
/// @param distinct the same when each case counts once, however often the reports name it
/// @param time the sum of what the cases took; a case without a time adds nothing
/// @param failedCases cases that failed or ended in an error, in the order of the reports, at most
///   [#FAILED_CASES_MAX]; `counts` knows all of them
/// @param problems files that could not be read, with their place; not counted
/// @param contradictions totals that differ from the cases, and suites that failed outside of a
///   case; the cases are counted all the same
public record TestReport(
    List<String> files,
    List<String> stale,
    Counts counts,
    Counts distinct,
    Duration time,
    List<FailedCase> failedCases,
    List<Problem> problems,
    List<Problem> contradictions) {
  /// How many failed cases are kept by name.
  public static final int FAILED_CASES_MAX = 1_000;

  public TestReport {
    files = List.copyOf(files);
    stale = List.copyOf(stale);
    failedCases = List.copyOf(failedCases);
    problems = List.copyOf(problems);
    contradictions = List.copyOf(contradictions);
  }

  /// How many cases ended how; each case is in exactly one of passed, failed, errors and skipped.
  ///
  /// @param passed ended well, also after a rerun
  /// @param failed an expectation did not hold
  /// @param errors something else went wrong, such as an exception in the preparation
  /// @param skipped did not run
  /// @param flaky those of `passed` that failed at first
  /// @param repeated how many more times cases were reported that are counted once
  public record Counts(int passed, int failed, int errors, int skipped, int flaky, int repeated) {
    public Counts(int passed, int failed, int errors, int skipped, int flaky) {
      this(passed, failed, errors, skipped, flaky, 0);
    }

    Counts repeated(int times) {
      return new Counts(passed, failed, errors, skipped, flaky, times);
    }

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    public int total() {
      return passed + failed + errors + skipped;
    }

    /// Failed cases and errors.
    public int bad() {
      return failed + errors;
    }

    public Counts plus(Counts other) {
      return new Counts(
          passed + other.passed,
          failed + other.failed,
          errors + other.errors,
          skipped + other.skipped,
          flaky + other.flaky,
          repeated + other.repeated);
    }

    public Json.Fields json() {
      Json.Fields json =
          new Json.Fields(java.util.Map.of())
              .with("total", total())
              .with("passed", passed)
              .with("failed", failed)
              .with("errors", errors)
              .with("skipped", skipped)
              .with("flaky", flaky);
      return repeated == 0 ? json : json.with("repeated", repeated);
    }
  }

  /// A case that did not end well. Texts are untrusted; they are one line without control
  /// characters and bounded.
  ///
  /// @param name as the tool writes it, such as `adds_two_numbers` or `calculator > adds`
  /// @param group the class, module, package or file it belongs to; null when the report has none
  /// @param file the source file; null when the tool does not write it
  /// @param isError an error and not a failed expectation
  /// @param message the first line of the tool's message; null when there is none
  /// @param report the file it was read from, relative to the workspace
  public record FailedCase(
      String name,
      @Nullable String group,
      @Nullable String file,
      boolean isError,
      @Nullable String message,
      String report) {

    /// `group.name` with the group when there is one and the name does not begin with it.
    public String fullName() {
      return group == null || name.startsWith(group) ? name : group + "." + name;
    }

    Json.Fields json() {
      return new Json.Fields(java.util.Map.of())
          .with("name", name)
          .withPresent("group", group)
          .withPresent("file", file)
          .with("error", isError)
          .withPresent("message", message)
          .with("report", report);
    }
  }

  /// Nothing failed, nothing was unreadable and nothing contradicts itself.
  public boolean isClean() {
    return counts.bad() == 0 && problems.isEmpty() && contradictions.isEmpty();
  }

  public Json.Fields json() {
    return counts
        .json()
        .with("milliseconds", time.toMillis())
        .with("failed_cases", failedCases.stream().map(FailedCase::json).toList())
        .with("files", files.stream().map(Json.Text::new).toList())
        .with("stale", stale.stream().map(Json.Text::new).toList());
  }
}
