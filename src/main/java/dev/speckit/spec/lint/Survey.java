package dev.speckit.spec.lint;

import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import dev.speckit.spec.Finding;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.SpecTree.Located;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One look at the tree of specs: where everything stands, and what each document says, read only
/// when it is asked for and not known from the index.
final class Survey {
  private final SpecTree tree;
  private final FileTree files;
  private final SpecTree.Layout layout;
  private final Function<SpecDocument, List<Finding>> quality;
  private final FactsIndex index;
  private final Map<Path, DocumentFacts> known = new HashMap<>();

  Survey(SpecTree tree, Function<SpecDocument, List<Finding>> quality, FactsIndex index) {
    this.tree = tree;
    this.files = FileTree.of(tree.specs());
    this.layout = tree.layout(files);
    this.quality = quality;
    this.index = index;
  }

  SpecTree tree() {
    return tree;
  }

  FileTree files() {
    return files;
  }

  SpecTree.Layout layout() {
    return layout;
  }

  /// Paths that links may lead to, without folders.
  Set<Path> targets() {
    Set<Path> targets = new LinkedHashSet<>();
    for (Path path : files.paths()) {
      if (files.isFile(path)) {
        targets.add(path);
      }
    }
    return targets;
  }

  boolean exists(Path path) {
    return files.stamp(path).kind() != FileStamp.Kind.NOTHING || Disk.exists(path);
  }

  String name(Path path) {
    return SpecEntry.relative(tree.workspace(), path);
  }

  DocumentFacts document(Located spec) {
    return facts(spec.document(), Optional.of(spec.kind()));
  }

  DocumentFacts context(Located spec) {
    return facts(spec.context(), Optional.empty());
  }

  private DocumentFacts facts(Path file, Optional<SpecKind> kind) {
    DocumentFacts before = known.get(file);
    if (before != null) {
      return before;
    }
    String name = name(file);
    FileStamp stamp = files.stamp(file);
    DocumentFacts facts =
        index.find(name, stamp, file).orElseGet(() -> read(file, name, kind, stamp));
    known.put(file, facts);
    return facts;
  }

  private DocumentFacts read(Path file, String name, Optional<SpecKind> kind, FileStamp stamp) {
    SpecTree.Text text = tree.readText(file);
    DocumentFacts facts = DocumentRules.of(name, kind, text, quality);
    if (text.problem() == null) {
      index.put(name, stamp, file, text.text(), facts);
    }
    return facts;
  }

  /// What links may name in a Markdown file.
  Set<String> anchors(Path file) {
    DocumentFacts facts = known.get(file);
    return facts != null && facts.readable()
        ? Set.copyOf(facts.anchors())
        : Set.copyOf(DocumentRules.context(name(file), tree.readText(file)).anchors());
  }
}
