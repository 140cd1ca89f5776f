package dev.speckit.checks;

import dev.speckit.failure.Problem;
import java.util.List;

/// How reading a coverage report ended.
public sealed interface CoverageReading {

  /// There are figures.
  ///
  /// @param contradictions totals that differ from the lines; the lines were counted
  record Measured(CoverageReport report, List<Problem> contradictions) implements CoverageReading {
    public Measured {
      contradictions = List.copyOf(contradictions);
    }
  }

  /// The report is sound and knows no lines: the coverage is unknown, neither 0 nor 100 percent.
  record NoLines(String file, CoverageReport.Format format) implements CoverageReading {}

  /// There is no such file.
  record Missing(String file) implements CoverageReading {}

  /// The file is older than the moment asked for: the tests did not write it this time.
  record Stale(String file) implements CoverageReading {}

  /// The file cannot be understood.
  record Unreadable(Problem problem) implements CoverageReading {}
}
