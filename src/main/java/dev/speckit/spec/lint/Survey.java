package dev.speckit.spec.lint;

import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.SpecTree.Located;
import dev.speckit.spec.link.LinkIndex;
import dev.speckit.spec.link.LinkedDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One look at the tree of specs: where everything stands, and what each document says, read unless
/// it is known from the index.
final class Survey {
  private final SpecTree tree;
  private final FileTree files;
  private final SpecTree.Layout layout;
  private final Reading reading;
  private final FactsIndex index;
  private final Outlook outlook;
  private final int prefix;
  private final Map<Path, DocumentFacts> known = new HashMap<>(8192);

  private Survey(Reading reading, FactsIndex index) {
    this.reading = reading;
    this.tree = reading.tree();
    this.files = FileTree.of(tree.specs());
    this.layout = tree.layout(files);
    this.index = index;
    this.outlook = new Outlook(tree);
    this.prefix = tree.workspace().resolve("x").toString().length() - 1;
  }

  /// Reads everything.
  static Survey of(Reading reading, FactsIndex index) {
    Survey survey = new Survey(reading, index);
    for (Located spec : survey.layout.located()) {
      survey.add(spec.document(), Role.of(spec.kind()));
      if (survey.exists(spec.context())) {
        survey.add(spec.context(), Role.CONTEXT);
      }
    }
    for (Path file : survey.files.files()) {
      if (!survey.known.containsKey(file) && mayHoldLinks(survey.name(file))) {
        survey.add(file, Role.OTHER);
      }
    }
    return survey;
  }

  private static boolean mayHoldLinks(String name) {
    return !name.contains("/.")
        && (LinkedDocument.isMarkdown(name) || LinkedDocument.isDeliverable(name));
  }

  SpecTree tree() {
    return tree;
  }

  SpecTree.Layout layout() {
    return layout;
  }

  boolean exists(Path path) {
    return files.stamp(path).kind() != FileStamp.Kind.NOTHING || Disk.exists(path);
  }

  /// Relative to the workspace, with slashes.
  String name(Path path) {
    return path.toString().substring(prefix).replace('\\', '/');
  }

  DocumentFacts document(Located spec) {
    return facts(spec.document());
  }

  /// Of a context that is there.
  DocumentFacts context(Located spec) {
    return facts(spec.context());
  }

  private DocumentFacts facts(Path file) {
    DocumentFacts facts = known.get(file);
    if (facts == null) {
      throw new IllegalStateException("not read: " + file);
    }
    return facts;
  }

  private void add(Path file, Role role) {
    String name = name(file);
    FileStamp stamp = files.stamp(file);
    Optional<DocumentFacts> before =
        index.find(name, role, stamp, () -> reading.text(file, name, role));
    if (before.isPresent()) {
      known.put(file, before.get());
      return;
    }
    Reading.Read read = reading.read(file, name, role, kind(file, stamp));
    known.put(file, read.facts());
    index.put(name, role, stamp, read);
  }

  /// What stands behind a link was not looked at with the tree.
  private static FileStamp.Kind kind(Path file, FileStamp stamp) {
    return stamp.kind() == FileStamp.Kind.NOTHING ? FileStamp.of(file).kind() : stamp.kind();
  }

  /// All documents that are there, whether they could be read or not.
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Path file : known.keySet()) {
      if (files.stamp(file).kind() != FileStamp.Kind.NOTHING) {
        names.add(name(file));
      }
    }
    return names;
  }

  FileTree files() {
    return files;
  }

  Outlook outlook() {
    return outlook;
  }

  LinkIndex links() {
    List<String> names = new ArrayList<>();
    files.files().forEach(file -> names.add(name(file)));
    List<LinkedDocument> documents = new ArrayList<>();
    known.values().forEach(facts -> facts.linked().ifPresent(documents::add));
    return LinkIndex.of(names, documents, outlook);
  }

  static Located located(SpecEntry entry) {
    return new Located(
        entry.id(), entry.kind(), entry.parent(), entry.documentPath(), entry.contextPath());
  }
}
