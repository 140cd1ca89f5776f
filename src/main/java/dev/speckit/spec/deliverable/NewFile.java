package dev.speckit.spec.deliverable;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.DeliverableKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Starts a new deliverable with what the spec says; never replaces a file.
public final class NewFile {
  private NewFile() {}

  /// Makes a file in the spec's `deliverables/<kind>/`, or for code at a path in the project. It is
  /// not registered yet: [Deliverables#deliver] with `IN_PLACE` does that.
  ///
  /// @param name a plain file name; for code a path relative to the workspace
  /// @return where it stands, absolute
  /// @throws Failure.Usage when the name cannot be used, or nothing is known of its format
  /// @throws Failure.Invalid when something stands there already
  public static Path create(SpecTree tree, SpecEntry spec, DeliverableKind kind, String name) {
    refuseName(kind, name);
    Path file =
        kind == DeliverableKind.CODE
            ? tree.workspace().resolve(name).normalize()
            : DeliverableFolder.of(spec.documentPath()).resolve(kind.word()).resolve(name);
    new DeliverableRefusals(tree).check(spec, file, false);
    byte[] bytes = text(spec, kind, name).getBytes(StandardCharsets.UTF_8);
    if (!Disk.create(file, bytes)) {
      throw new Failure.Invalid(
          Problem.of("file-exists", "a file of this name is there already, and stays as it is")
              .at(SpecEntry.relative(tree.workspace(), file))
              .remedy("choose another name, or deliver that file"));
    }
    if (kind == DeliverableKind.SCRIPTS) {
      Disk.makeExecutable(file);
    }
    return file;
  }

  /// The first text of such a file.
  ///
  /// @param name its ending decides the format
  public static String text(SpecEntry spec, DeliverableKind kind, String name) {
    String fileName = name.substring(name.lastIndexOf('/') + 1);
    return switch (kind) {
      case SCRIPTS -> ScriptTemplates.text(spec, fileName);
      case DOCS -> DocumentTemplates.text(spec, fileName);
      case CONFIG, CODE -> PlainTemplates.text(spec, kind, fileName);
    };
  }

  private static void refuseName(DeliverableKind kind, String name) {
    boolean path = name.contains("/") && kind != DeliverableKind.CODE;
    boolean bad = name.isBlank() || path || name.equals(".") || name.equals("..");
    if (bad || name.endsWith("/") || name.indexOf('\0') >= 0) {
      throw new Failure.Usage(
          Problem.of("bad-file-name", "this is no name for a new file")
              .remedy("give a plain file name with its ending, such as setup.sh"));
    }
  }
}
