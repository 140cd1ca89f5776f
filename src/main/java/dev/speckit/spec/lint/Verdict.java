package dev.speckit.spec.lint;

import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import dev.speckit.spec.Finding;
import dev.speckit.spec.link.LinkResolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  /// Of a check of the whole tree; empty when the next check could not tell from it that everything
  /// is as it was.
  static Optional<Verdict> of(Survey survey, TreeRules rules, Remembered remembered) {
    FileTree files = survey.files();
    boolean plain =
        files.isWhole()
            && files.stamp(survey.tree().specs()).kind() == FileStamp.Kind.FOLDER
            && !files.holds(FileStamp.Kind.LINK);
    boolean known =
        plain
            && remembered.knowsAll(survey.names())
            && survey.outlook().asked().stream().allMatch(each -> isSettled(each, remembered));
    if (!known) {
      return Optional.empty();
    }
    List<Folder> folders = new ArrayList<>();
    for (Path folder : files.folders()) {
      FileStamp stamp = files.stamp(folder);
      List<Child> children = new ArrayList<>();
      for (Path child : files.children(folder)) {
        children.add(new Child(String.valueOf(child.getFileName()), files.stamp(child).kind()));
      }
      folders.add(
          new Folder(
              survey.name(folder), stamp.changed(), remembered.isSettledAt(stamp), children));
    }
    return Optional.of(
        new Verdict(
            folders,
            survey.outlook().asked(),
            rules.told(),
            survey.layout().located().size(),
            rules.contexts()));
  }

  private static boolean isSettled(Outside asked, Remembered remembered) {
    return !(asked instanceof Outside.Document document)
        || remembered.isSettledAt(new FileStamp(FileStamp.Kind.FILE, document.changed()));
  }

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
