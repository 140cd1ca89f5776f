package dev.speckit.trace;

import java.util.Optional;

/// What of a graph a person asked for.
///
/// @param whole whether it is the whole workspace
/// @param item the one item that was named; empty for a spec and for the workspace
record Selected(TraceSelection selection, boolean whole, Optional<TraceItem> item) {}
