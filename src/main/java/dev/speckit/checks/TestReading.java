package dev.speckit.checks;

import dev.speckit.failure.Problem;
import java.util.List;

/// How reading test reports ended.
public sealed interface TestReading {

  /// No file matches the pattern.
  record NothingMatches(String glob) implements TestReading {}

  /// Files match, and all are older than the moment asked for: the tests left none behind this
  /// time.
  record AllStale(String glob, List<String> files) implements TestReading {
    public AllStale {
      files = List.copyOf(files);
    }
  }

  /// Files match, and none of the new ones could be counted; one problem or more for each.
  record Unreadable(List<Problem> problems) implements TestReading {
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }

  /// At least one file was counted; what else was found stands in the report.
  record Counted(TestReport report) implements TestReading {}
}
