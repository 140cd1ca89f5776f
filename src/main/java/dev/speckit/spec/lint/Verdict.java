package dev.speckit.spec.lint;

import dev.speckit.host.FileStamp;
import dev.speckit.spec.Finding;
import dev.speckit.spec.link.LinkResolver;
import java.util.List;

/// What a check of a whole tree has said, and all that it was said by except the documents
/// themselves, which [FactsEntry] remembers.
///
/// @param folders all below `specs/`, itself among them
/// @param outside what was asked about places that no folder here names
/// @param told all that was found, in order
/// @param specs looked at
/// @param contexts that were there
record Verdict(
    List<Folder> folders, List<Outside> outside, List<Told> told, int specs, int contexts) {
  /// @param path relative to the workspace
  /// @param changed nanoseconds since 1970
  /// @param settled whether that alone tells every later change
  /// @param children what stands in it, by name
  record Folder(String path, long changed, boolean settled, List<Child> children) {}

  record Child(String name, FileStamp.Kind kind) {}

  /// A question to the disk and its answer. Paths are relative to the workspace.
  sealed interface Outside {
    record Look(String path, LinkResolver.Look answer) implements Outside {}

    record Deliverable(String path, boolean there) implements Outside {}

    /// A document that was read.
    ///
    /// @param changed nanoseconds since 1970
    record Document(String path, long changed) implements Outside {}
  }

  /// @param own whether it depends on the document it stands in alone
  record Told(Finding finding, boolean own) {}
}
