package dev.speckit.spec.lint;

import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.link.LinkResolver;
import dev.speckit.spec.link.LinkedDocument;
import dev.speckit.spec.link.WorkspaceLinks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks out of the tree of specs and keeps what was asked, so that a later check can tell whether
/// the answers are still the same.
final class Outlook implements LinkResolver.Elsewhere {
  private final SpecTree tree;
  private final WorkspaceLinks links;
  private final List<Verdict.Outside> asked = new ArrayList<>();

  Outlook(SpecTree tree) {
    this.tree = tree;
    this.links = new WorkspaceLinks(tree);
  }

  List<Verdict.Outside> asked() {
    return asked;
  }

  @Override
  public LinkResolver.Look look(String path) {
    LinkResolver.Look answer = links.look(path);
    asked.add(new Verdict.Outside.Look(path, answer));
    return answer;
  }

  @Override
  public Optional<LinkedDocument> document(String path) {
    asked.add(new Verdict.Outside.Document(path, changed(path)));
    return links.document(path);
  }

  /// @param path relative to the workspace, normalized
  boolean isThere(String path) {
    boolean there = Disk.exists(file(path));
    asked.add(new Verdict.Outside.Deliverable(path, there));
    return there;
  }

  /// Whether a question would be answered now as it was.
  boolean isStill(Verdict.Outside before) {
    return switch (before) {
      case Verdict.Outside.Look look -> links.look(look.path()) == look.answer();
      case Verdict.Outside.Deliverable deliverable ->
          Disk.exists(file(deliverable.path())) == deliverable.there();
      case Verdict.Outside.Document document -> changed(document.path()) == document.changed();
    };
  }

  private long changed(String path) {
    return FileStamp.changed(file(path));
  }

  private Path file(String path) {
    return tree.workspace().resolve(path);
  }
}
