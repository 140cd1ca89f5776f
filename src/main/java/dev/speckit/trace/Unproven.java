package dev.speckit.trace;

import dev.speckit.failure.Problem;

/// A ticked criterion without a commit and a passed test behind it.
///
/// @param missing what is missing, as a clause: `no commit and no test stand behind it`
public record Unproven(TraceItem.Criterion criterion, String missing) {
  /// For a warning.
  public Problem problem() {
    return Problem.of("criterion-unproven", criterion.key() + " is ticked, but " + missing)
        .at(criterion.place())
        .remedy("speckit trace " + criterion.key());
  }
}
