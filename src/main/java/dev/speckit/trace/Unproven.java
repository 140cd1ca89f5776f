package dev.speckit.trace;

import dev.speckit.failure.Problem;

/// A ticked criterion without a commit and a passed test behind it.
///
/// @param missing what is missing, as a clause: `no commit and no test stand behind it`
/// @param tested whether a test names it, however it went
public record Unproven(TraceItem.Criterion criterion, String missing, boolean tested) {
  /// For a warning.
  public Problem problem() {
    return Problem.of("criterion-unproven", criterion.key() + " is ticked, but " + missing)
        .at(criterion.place())
        .remedy(remedy());
  }

  private String remedy() {
    return tested
        ? "speckit trace " + criterion.key()
        : "name it in the test, or: speckit work %s test -m \"%s: ...\""
            .formatted(criterion.spec(), criterion.id());
  }
}
