package dev.speckit.trace;

import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import java.util.Optional;

/// A spec whose items stand in the graph.
///
/// @param status in lower case; empty when none is given
/// @param path of its document, relative to the workspace
public record TracedSpec(
    SpecId id, SpecKind kind, Optional<SpecId> parent, String title, String status, String path) {
  static TracedSpec of(SpecEntry entry) {
    return new TracedSpec(
        entry.id(), entry.kind(), entry.parent(), entry.shownTitle(), entry.status(), entry.path());
  }
}
