package dev.speckit.handoff;

import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What stands in a file's place and cannot be read: such a file must not pass for an empty one.
final class Unread {
  private Unread() {}

  /// Why a file cannot be read; empty when it can, and when nothing is there.
  static Optional<Problem> of(SpecTree tree, Path file) {
    return Disk.exists(file)
        ? Optional.ofNullable(tree.readText(file).problem())
        : Optional.empty();
  }

  /// Why the document of a spec cannot be read; empty when it can, and when nothing is there.
  static List<Problem> document(SpecEntry entry) {
    SpecDocument document = entry.document();
    boolean unread = document.text().isEmpty() && Disk.exists(entry.documentPath());
    return unread ? document.problems() : List.of();
  }
}
