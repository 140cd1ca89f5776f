package dev.speckit.checks;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.util.List;

/// What a coverage report says before anyone has asked whether it can be.
///
/// @param contradictions totals that differ from the lines; the lines count
record Lines(CoverageReport.Format format, long covered, long valid, List<Problem> contradictions) {
  Lines {
    contradictions = List.copyOf(contradictions);
  }

  Lines(CoverageReport.Format format, long covered, long valid) {
    this(format, covered, valid, List.of());
  }

  /// Whether lines that are listed can be among those that totals count.
  static boolean fit(long covered, long valid, long coveredInAll, long validInAll) {
    return covered <= coveredInAll && valid - covered <= validInAll - coveredInAll;
  }

  static Problem contradiction(Place place, String message) {
    return Problem.of("totals-differ", message)
        .at(place)
        .remedy("look at the report; its lines were counted");
  }
}
