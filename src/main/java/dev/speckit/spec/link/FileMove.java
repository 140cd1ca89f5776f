package dev.speckit.spec.link;

import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitTree;
import dev.speckit.host.Host;
import dev.speckit.spec.Edit;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.TrackerBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Lets links follow a file that was moved just now: those to it in every Markdown document of the
/// workspace, and those in it. Links that lead where they led stay as they are written.
public final class FileMove {
  private final Host host;
  private final SpecTree tree;
  private final String from;
  private final String to;
  private final LinkResolver before;
  private final LinkResolver after;

  /// @param from where the file stood, absolute, in the workspace
  /// @param to where it stands now
  public FileMove(Host host, SpecTree tree, Path from, Path to) {
    this.host = host;
    this.tree = tree;
    this.from = SpecEntry.relative(tree.workspace(), from);
    this.to = SpecEntry.relative(tree.workspace(), to);
    this.before = resolver(this.from, this.to);
    this.after = resolver(this.to, this.from);
  }

  /// What was written anew.
  ///
  /// @param files relative to the workspace
  public record Relinked(List<String> files, int links) {}

  /// Rewrites the links of all documents and writes those that change. The caller holds the lock of
  /// the documents.
  public Relinked relink() throws InterruptedException {
    List<String> written = new ArrayList<>();
    int links = 0;
    for (String file : documents()) {
      links += relink(file, written);
    }
    return new Relinked(written, links);
  }

  /// Rewrites the links in the file itself alone, which is a copy.
  public Relinked relinkCopy() {
    List<String> written = new ArrayList<>();
    int links = LinkedDocument.isMarkdown(to) ? relink(to, written) : 0;
    return new Relinked(written, links);
  }

  private int relink(String file, List<String> written) {
    Path path = tree.workspace().resolve(file);
    SpecTree.Text text = tree.readText(path);
    if (text.problem() != null || Disk.isLink(path)) {
      return 0;
    }
    MarkdownLines markdown = MarkdownLines.of(file, text.text());
    List<Edit> edits = new ArrayList<>();
    for (Link link : LinkedDocument.markdown(file, markdown).links()) {
      edit(file, markdown, link).ifPresent(edits::add);
    }
    if (!edits.isEmpty()) {
      Disk.write(path, TrackerBlock.renewed(text.text(), Edit.apply(text.text(), edits)));
      written.add(file);
    }
    return edits.size();
  }

  private Optional<Edit> edit(String file, MarkdownLines markdown, Link link) {
    if (link.target().isEmpty()) {
      return Optional.empty();
    }
    Link whole = new Link(link.target(), "", link.form(), false, 0, 0, 0, 0);
    String stood = file.equals(to) ? from : file;
    if (!(before.resolve(stood, whole) instanceof LinkResolver.Resolution.Found found)) {
      return Optional.empty();
    }
    String meant = found.file().equals(from) ? to : found.file();
    boolean same =
        after.resolve(file, whole) instanceof LinkResolver.Resolution.Found now
            && now.file().equals(meant);
    // Other programs follow such a link by its path alone, so that it must not be found by name.
    boolean lost = !link.wiki() && isPath(stood, link, found.file()) && !isPath(file, link, meant);
    return same && !lost
        ? Optional.empty()
        : LinkText.retarget(markdown.lines(), file, link, meant);
  }

  /// Whether a link is the path to a file from where it stands.
  private static boolean isPath(String file, Link link, String target) {
    return LinkResolver.beside(LinkResolver.folder(file), link.target())
        .filter(target::equals)
        .isPresent();
  }

  /// The documents of the specs and those that git tracks or would add; without git those at the
  /// top of the workspace.
  private List<String> documents() throws InterruptedException {
    TreeSet<String> documents = new TreeSet<>(WorkspaceLinks.files(tree));
    Optional<Git> git = Git.find(host);
    Optional<Path> root = git.isEmpty() ? Optional.empty() : git.get().root(tree.workspace());
    Optional<Path> real = Disk.realPath(tree.workspace());
    if (root.isPresent() && real.isPresent()) {
      for (String path : new GitTree(git.get(), root.get()).present(real.get())) {
        documents.add(SpecEntry.relative(real.get(), root.get().resolve(path)));
      }
    } else {
      Disk.list(tree.workspace())
          .forEach(each -> documents.add(SpecEntry.relative(tree.workspace(), each)));
    }
    documents.removeIf(
        each -> !LinkedDocument.isMarkdown(each) || !Disk.isFile(tree.workspace().resolve(each)));
    return List.copyOf(documents);
  }

  /// The workspace as it is but for one file.
  private LinkResolver resolver(String there, String gone) {
    TreeSet<String> files = new TreeSet<>(WorkspaceLinks.files(tree));
    files.remove(gone);
    if (there.startsWith("specs/")) {
      files.add(there);
    }
    WorkspaceLinks disk = new WorkspaceLinks(tree);
    return new LinkResolver(
        files,
        new LinkResolver.Elsewhere() {
          @Override
          public LinkResolver.Look look(String path) {
            if (path.equals(there)) {
              return LinkResolver.Look.FILE;
            }
            return path.equals(gone) ? LinkResolver.Look.NOTHING : disk.look(path);
          }

          @Override
          public Optional<LinkedDocument> document(String path) {
            return Optional.empty();
          }
        },
        _ -> Optional.empty());
  }
}
