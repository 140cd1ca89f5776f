package dev.speckit.spec.link;

import dev.speckit.host.Disk;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the links of a workspace from the disk.
public final class WorkspaceLinks implements LinkResolver.Elsewhere {
  private final SpecTree tree;

  public WorkspaceLinks(SpecTree tree) {
    this.tree = tree;
  }

  /// All plain files below `specs/`, relative to the workspace with slashes, sorted.
  public static List<String> files(SpecTree tree) {
    return Disk.filesBelow(tree.specs()).stream()
        .map(file -> SpecEntry.relative(tree.workspace(), file))
        .toList();
  }

  /// The index of a whole workspace, read now. Files that cannot be read have no links.
  public static LinkIndex read(SpecTree tree) {
    List<String> files = files(tree);
    List<LinkedDocument> documents = new ArrayList<>();
    for (String file : files) {
      document(tree, file).ifPresent(documents::add);
    }
    return LinkIndex.of(files, documents, new WorkspaceLinks(tree));
  }

  /// Reads one file for its links; empty for one that can hold none, or cannot be read.
  public static Optional<LinkedDocument> document(SpecTree tree, String file) {
    if (file.contains("/.")) {
      return Optional.empty();
    }
    Path path = tree.workspace().resolve(file);
    if (LinkedDocument.isMarkdown(file)) {
      SpecTree.Text text = tree.readText(path);
      return text.problem() == null
          ? Optional.of(LinkedDocument.markdown(file, MarkdownLines.of(file, text.text())))
          : Optional.empty();
    }
    return LinkedDocument.isDeliverable(file)
        ? Optional.of(LinkedDocument.other(file, Disk.readHead(path, LinkedDocument.HEAD_BYTES)))
        : Optional.empty();
  }

  @Override
  public LinkResolver.Look look(String path) {
    Path file = tree.workspace().resolve(path);
    if (!Disk.isFile(file) && !Disk.isFolder(file)) {
      return Disk.isLink(file) ? LinkResolver.Look.OUTSIDE : LinkResolver.Look.NOTHING;
    }
    Optional<Path> root = Disk.realPath(tree.workspace());
    boolean inside =
        Disk.realPath(file).flatMap(real -> root.map(top -> real.startsWith(top))).orElse(false);
    if (!inside) {
      return LinkResolver.Look.OUTSIDE;
    }
    return Disk.isFolder(file) ? LinkResolver.Look.FOLDER : LinkResolver.Look.FILE;
  }

  @Override
  public Optional<LinkedDocument> document(String path) {
    SpecTree.Text text = tree.readText(tree.workspace().resolve(path));
    return text.problem() == null
        ? Optional.of(LinkedDocument.markdown(path, MarkdownLines.of(path, text.text())))
        : Optional.empty();
  }
}
