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
import dev.speckit.spec.link.LinkIndex;
import dev.speckit.spec.link.LinkedDocument;
import dev.speckit.spec.link.WorkspaceLinks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One look at the tree of specs: where everything stands, and what each document says, read unless
/// it is known from the index.
final class Survey {
  private final SpecTree tree;
  private final FileTree files;
  private final SpecTree.Layout layout;
  private final Function<SpecDocument, List<Finding>> quality;
  private final FactsIndex index;
  private final int prefix;
  private final Map<Path, DocumentFacts> known = new HashMap<>(8192);

  private Survey(SpecTree tree, Function<SpecDocument, List<Finding>> quality, FactsIndex index) {
    this.tree = tree;
    this.files = FileTree.of(tree.specs());
    this.layout = tree.layout(files);
    this.quality = quality;
    this.index = index;
    this.prefix = tree.workspace().resolve("x").toString().length() - 1;
  }

  /// Reads everything.
  static Survey of(SpecTree tree, Function<SpecDocument, List<Finding>> quality, FactsIndex index) {
    Survey survey = new Survey(tree, quality, index);
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

  /// What a file is for the linter, by its place.
  private enum Role {
    EPIC,
    FEATURE,
    TASK,
    CONTEXT,
    OTHER;

    static Role of(SpecKind kind) {
      return switch (kind) {
        case EPIC -> EPIC;
        case FEATURE -> FEATURE;
        case TASK -> TASK;
      };
    }
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
    Optional<DocumentFacts> before = index.find(name, role.name(), stamp, file);
    if (before.isPresent()) {
      known.put(file, before.get());
      return;
    }
    known.put(file, read(file, name, role, stamp));
  }

  private DocumentFacts read(Path file, String name, Role role, FileStamp stamp) {
    if (role == Role.OTHER) {
      DocumentFacts facts = DocumentFacts.other(WorkspaceLinks.document(tree, name));
      index.put(name, role.name(), stamp, Optional.empty(), facts);
      return facts;
    }
    SpecTree.Text text = tree.readText(file);
    DocumentFacts facts =
        switch (role) {
          case EPIC -> DocumentRules.spec(name, SpecKind.EPIC, text, quality);
          case FEATURE -> DocumentRules.spec(name, SpecKind.FEATURE, text, quality);
          case TASK -> DocumentRules.spec(name, SpecKind.TASK, text, quality);
          case CONTEXT, OTHER -> DocumentRules.context(name, text);
        };
    if (text.problem() == null) {
      index.put(name, role.name(), stamp, Optional.of(text.text()), facts);
    }
    return facts;
  }

  LinkIndex links() {
    List<String> names = new ArrayList<>();
    files.files().forEach(file -> names.add(name(file)));
    List<LinkedDocument> documents = new ArrayList<>();
    known.values().forEach(facts -> facts.linked().ifPresent(documents::add));
    return LinkIndex.of(names, documents, new WorkspaceLinks(tree));
  }

  static Located located(SpecEntry entry) {
    return new Located(
        entry.id(), entry.kind(), entry.parent(), entry.documentPath(), entry.contextPath());
  }
}
