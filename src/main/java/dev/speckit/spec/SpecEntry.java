package dev.speckit.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One spec of a workspace.
///
/// @param parent the epic of a feature, the feature of a task; empty for an epic
/// @param workspace absolute
/// @param documentPath absolute; the file may be missing, then `document` has the problem
/// @param contextPath absolute; the file may be missing
/// @param document as read; one that could not be read is empty and says why in its problems
public record SpecEntry(
    SpecId id,
    SpecKind kind,
    Optional<SpecId> parent,
    Path workspace,
    Path documentPath,
    Path contextPath,
    SpecDocument document) {

  /// Where an artefact of this spec stands: `plan.md` beside a feature's or epic's document,
  /// `1011.plan.md` for a task.
  ///
  /// @param name a plain file name such as `plan.md`
  public Path artifact(String name) {
    if (name.isBlank() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
      throw new IllegalArgumentException("not a plain file name: " + name);
    }
    return documentPath.resolveSibling(kind == SpecKind.TASK ? id + "." + name : name);
  }

  /// The document's path relative to the workspace, with slashes.
  public String path() {
    return relative(workspace, documentPath);
  }

  /// The title; the id of a document without one.
  public String shownTitle() {
    return document.title().isBlank() ? id.toString() : document.title();
  }

  /// The status in lower case; empty when none is given.
  public String status() {
    return document.find("status").orElse("").toLowerCase(Locale.ROOT);
  }

  /// Names under which the spec is known elsewhere, such as `SPEC-KIT-933`.
  public List<String> aliases() {
    List<String> aliases = new ArrayList<>();
    for (String alias : document.find("aliases").orElse("").split(",", -1)) {
      if (!alias.isBlank()) {
        aliases.add(alias.strip());
      }
    }
    return aliases;
  }

  public long criteriaMet() {
    return document.criteria().stream().filter(Criterion::met).count();
  }

  /// A path relative to the workspace, with slashes.
  public static String relative(Path workspace, Path file) {
    String root = workspace.toString();
    String path = file.toString();
    // Asked for every document of a tree, and nearly always of one below the workspace.
    boolean below = path.length() > root.length() + 1 && path.startsWith(root + "/");
    return below ? path.substring(root.length() + 1) : workspace.relativize(file).toString();
  }
}
