package dev.speckit.spec.link;

import dev.speckit.spec.SpecEntry;
import java.nio.file.Path;
import java.util.Optional;

/// Writes the trace-back comment of a deliverable.
public interface TraceComments {
  /// @param spec that the comment names, with its context
  /// @param file where the deliverable stands, absolute
  /// @param text as it is now
  /// @return the text with the comment; empty when the format has no comments
  Optional<String> added(SpecEntry spec, Path file, String text);
}
