package dev.speckit.spec.deliverable;

import java.nio.file.Path;

/// Whether a registered file is where its register says.
public sealed interface DeliverableState {
  record Present() implements DeliverableState {}

  /// @param to where it is now, absolute
  /// @param why one clause: what tells that it is the same file
  record Moved(Path to, String why) implements DeliverableState {}

  record Missing() implements DeliverableState {}
}
