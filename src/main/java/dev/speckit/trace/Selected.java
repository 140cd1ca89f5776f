package dev.speckit.trace;

import java.util.Optional;

/// What of a graph a person asked for.
///
/// @param whole whether it is the whole workspace
/// @param item the one item that was named; empty for a spec and for the workspace
record Selected(TraceSelection selection, boolean whole, Optional<TraceItem> item) {
  /// A page of more requirements and criteria than this would be read by nobody: each takes 2 KB.
  static final int DETAILED_MAX = 500;

  /// Whether a page shows each requirement and criterion; else it has a row for each spec, and what
  /// is named.
  boolean isDetailed() {
    return !whole || selection.demands().size() <= DETAILED_MAX;
  }
}
