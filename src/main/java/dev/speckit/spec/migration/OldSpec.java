package dev.speckit.spec.migration;

import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import java.nio.file.Path;
import java.util.Optional;

/// A spec with its place among the others, before and after. Paths are relative to the root.
///
/// @param standing where it stands now
/// @param kind what it is from now on
/// @param parent empty for an epic
/// @param folder where its files go: its own folder, for a task its feature's
/// @param document where the document goes
/// @param context where the context goes, or would
/// @param oldContext the context there is
record OldSpec(
    Standing standing,
    SpecKind kind,
    Optional<SpecId> parent,
    Path folder,
    Path document,
    Path context,
    Optional<Path> oldContext) {
  SpecId id() {
    return standing.id();
  }

  /// A file that lies beside the document carries the id of a task.
  static OldSpec at(
      Standing standing,
      SpecKind kind,
      Optional<SpecId> parent,
      Path folder,
      Optional<Path> oldContext) {
    SpecId id = standing.id();
    return switch (kind) {
      case EPIC ->
          new OldSpec(
              standing,
              kind,
              parent,
              folder,
              folder.resolve("epic.md"),
              folder.resolve("context.md"),
              oldContext);
      case FEATURE ->
          new OldSpec(
              standing,
              kind,
              parent,
              folder,
              folder.resolve("spec.md"),
              folder.resolve("context.md"),
              oldContext);
      case TASK ->
          new OldSpec(
              standing,
              kind,
              parent,
              folder,
              folder.resolve(id + ".spec.md"),
              folder.resolve(id + ".context.md"),
              oldContext);
    };
  }
}
