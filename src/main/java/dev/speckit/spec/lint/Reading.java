package dev.speckit.spec.lint;

import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.spec.Finding;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.link.LinkedDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads documents for what the linter keeps of them.
///
/// @param quality further findings about the text of one spec
record Reading(SpecTree tree, Function<SpecDocument, List<Finding>> quality) {
  /// What was read.
  ///
  /// @param text all that the facts depend on; empty when it could not be read
  record Read(DocumentFacts facts, Optional<String> text) {}

  /// @param name relative to the workspace
  Read read(Path file, String name, Role role) {
    return read(file, name, role, FileStamp.of(file).kind());
  }

  /// @param name relative to the workspace
  /// @param kind of what stands there
  Read read(Path file, String name, Role role, FileStamp.Kind kind) {
    if (isHead(name, role)) {
      String head = head(file);
      Optional<LinkedDocument> linked = Optional.of(LinkedDocument.other(name, head));
      return new Read(DocumentFacts.other(linked), Optional.of(head));
    }
    SpecTree.Text text = tree.readText(file, kind);
    DocumentFacts facts =
        switch (role) {
          case EPIC -> DocumentRules.spec(name, SpecKind.EPIC, text, quality);
          case FEATURE -> DocumentRules.spec(name, SpecKind.FEATURE, text, quality);
          case TASK -> DocumentRules.spec(name, SpecKind.TASK, text, quality);
          case CONTEXT -> DocumentRules.context(name, text);
          case OTHER -> DocumentFacts.other(linked(name, text));
        };
    return new Read(facts, text.problem() == null ? Optional.of(text.text()) : Optional.empty());
  }

  private static Optional<LinkedDocument> linked(String name, SpecTree.Text text) {
    return text.problem() == null
        ? Optional.of(LinkedDocument.markdown(name, MarkdownLines.of(name, text.text())))
        : Optional.empty();
  }

  /// What the facts of a document depend on, as it is now.
  Optional<String> text(Path file, String name, Role role) {
    if (isHead(name, role)) {
      return Optional.of(head(file));
    }
    SpecTree.Text text = tree.readText(file);
    return text.problem() == null ? Optional.of(text.text()) : Optional.empty();
  }

  /// Of a deliverable that is no Markdown only the beginning is looked at.
  private static boolean isHead(String name, Role role) {
    return role == Role.OTHER && !LinkedDocument.isMarkdown(name);
  }

  private static String head(Path file) {
    return Disk.readHead(file, LinkedDocument.HEAD_BYTES);
  }
}
