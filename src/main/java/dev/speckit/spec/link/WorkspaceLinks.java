package dev.speckit.spec.link;

import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.Finding;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the links of a workspace from the disk.
public final class WorkspaceLinks implements LinkResolver.Elsewhere {
  private static final Map<String, Finding.Severity> HIDING =
      Map.of("open-fence", Finding.Severity.ERROR, "open-comment", Finding.Severity.WARNING);
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

  /// A whole workspace, read once.
  ///
  /// @param unseen where links may be that nobody can see: documents that cannot be read, and those
  ///   in which a fence or comment is never closed
  record Seen(List<String> files, LinkIndex index, List<Finding> unseen) {}

  /// Files that cannot be read have no links.
  static Seen see(SpecTree tree) {
    List<String> files = files(tree);
    List<LinkedDocument> documents = new ArrayList<>();
    List<Finding> unseen = new ArrayList<>();
    for (String file : files) {
      document(tree, file, unseen).ifPresent(documents::add);
    }
    return new Seen(files, LinkIndex.of(files, documents, new WorkspaceLinks(tree)), unseen);
  }

  /// Reads one file for its links; empty for one that can hold none, or cannot be read.
  public static Optional<LinkedDocument> document(SpecTree tree, String file) {
    return document(tree, file, new ArrayList<>());
  }

  private static Optional<LinkedDocument> document(
      SpecTree tree, String file, List<Finding> unseen) {
    if (file.contains("/.")) {
      return Optional.empty();
    }
    Path path = tree.workspace().resolve(file);
    if (!LinkedDocument.isMarkdown(file)) {
      return LinkedDocument.isDeliverable(file)
          ? Optional.of(LinkedDocument.other(file, Disk.readHead(path, LinkedDocument.HEAD_BYTES)))
          : Optional.empty();
    }
    SpecTree.Text text = tree.readText(path);
    if (text.problem() != null) {
      unseen.add(Finding.of(Finding.Severity.ERROR, text.problem(), file));
      return Optional.empty();
    }
    MarkdownLines markdown = MarkdownLines.of(file, text.text());
    for (Problem problem : markdown.problems()) {
      Finding.Severity severity = HIDING.get(problem.code());
      if (severity != null) {
        unseen.add(Finding.of(severity, problem, file));
      }
    }
    return Optional.of(LinkedDocument.markdown(file, markdown));
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
