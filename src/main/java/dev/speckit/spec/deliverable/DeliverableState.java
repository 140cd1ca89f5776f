package dev.speckit.spec.deliverable;

import java.nio.file.Path;

/// Whether a registered file is where its register says.
public sealed interface DeliverableState {
  record Present() implements DeliverableState {}

  /// @param to where it is now, absolute
  /// @param why one clause: what tells that it is the same file
  record Moved(Path to, String why) implements DeliverableState {}

  /// @param how one clause, such as `deleted in a1b2c3d`
  record Deleted(String how) implements DeliverableState {}

  /// Not there, and nothing tells why.
  record Missing() implements DeliverableState {}
}
