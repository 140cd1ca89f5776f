package dev.speckit.spec.deliverable;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What can never become a deliverable. Each refusal comes before anything is written.
final class DeliverableRefusals {
  private static final List<String> OWN_FOLDERS = List.of(".git", ".speckit");
  // What git, speckit and build tools look for at its place.
  private static final Pattern CONTROL_NAME =
      Pattern.compile(
          "\\.git[a-z]+|\\.mailmap|\\.editorconfig|package(-lock)?\\.json|tsconfig\\.json"
              + "|pom\\.xml|(build|settings)\\.gradle(\\.kts)?|go\\.(mod|sum)|Cargo\\.(toml|lock)"
              + "|pyproject\\.toml|Makefile|Dockerfile");
  private static final Pattern TOP_NAME =
      Pattern.compile("speckit\\.toml|(?:readme|license|licence|contributing|changelog)(\\..*)?");
  // These would end a link or the code span around a path, or start a comment or an anchor.
  private static final Pattern UNLINKABLE =
      Pattern.compile(
          "[\\p{Cntrl}\\u2028\\u2029\\uFFFD|#^`\\\\]|\\[\\[|]]|<!--|^\\s|\\s$|/\\s|\\s/");
  private final SpecTree tree;

  DeliverableRefusals(SpecTree tree) {
    this.tree = tree;
  }

  /// @param file absolute and normalized; may be missing
  void check(SpecEntry spec, Path file, boolean leaves) {
    if (!file.startsWith(tree.workspace()) || file.equals(tree.workspace())) {
      throw refused("outside-file", "the file lies outside of the workspace", file.toString());
    }
    String shown = shown(file);
    refuseOwnFolders(file, shown);
    refuseUnlinkable(tree.workspace().relativize(file).toString());
    refuseLinks(file);
    if (Disk.isFolder(file)) {
      throw refused("folder-not-file", "a folder is no deliverable, a file is", shown);
    }
    if (Disk.exists(file) && !Disk.isFile(file)) {
      throw refused("no-plain-file", "this is no plain file", shown);
    }
    refuseDocuments(spec, file, shown, leaves);
    if (leaves) {
      refuseControl(spec, file, shown);
    }
  }

  /// What others look for where it stands must not go from there.
  private void refuseControl(SpecEntry spec, Path file, String shown) {
    String name = String.valueOf(file.getFileName());
    boolean top = tree.workspace().equals(file.getParent());
    boolean control =
        CONTROL_NAME.matcher(name).matches()
            || (top && TOP_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches());
    boolean mine = file.startsWith(DeliverableFolder.of(spec.documentPath()));
    if (control && !mine) {
      throw new Failure.Usage(
          Problem.of("control-file", "the project needs this file where it stands")
              .at(shown)
              .remedy("give --copy, or register it in place with --as code"));
    }
    if (file.startsWith(tree.specs()) && !owner(file).equals(owner(spec.documentPath()))) {
      throw new Failure.Usage(
          Problem.of("foreign-file", "the file belongs to another spec, or to all of them")
              .at(shown)
              .remedy("give --copy, so that it stays there too"));
    }
  }

  /// The innermost folder of a spec around a file; the folder of all specs when it is in none.
  private Path owner(Path file) {
    Path owner = tree.specs();
    for (SpecTree.Located each : tree.layout().located()) {
      Path folder = each.document().resolveSibling("");
      if (file.startsWith(folder) && folder.getNameCount() > owner.getNameCount()) {
        owner = folder;
      }
    }
    return owner;
  }

  private void refuseOwnFolders(Path file, String shown) {
    Path relative = tree.workspace().relativize(file);
    for (Path part : relative) {
      if (OWN_FOLDERS.contains(part.toString())) {
        throw refused("own-file", "files below " + part + " are not the project's", shown);
      }
    }
    if (relative.startsWith("evidence")) {
      throw refused("own-file", "evidence is listed with its hashes and stays as it is", shown);
    }
  }

  private static void refuseUnlinkable(String shown) {
    if (UNLINKABLE.matcher(shown).find()) {
      throw new Failure.Usage(
          Problem.of(
                  "unlinkable-name",
                  "the path holds characters that no link can name: control characters, |, #, ^, `,"
                      + " \\, [[, ]], <!--, or a blank at an end")
              .at(shown.replaceAll("\\p{Cntrl}", "?"))
              .remedy("rename the file"));
    }
  }

  /// Links in the workspace's own path are the user's; below it none may stand in the way.
  void refuseLinks(Path file) {
    Path path = tree.workspace();
    for (Path part : tree.workspace().relativize(file)) {
      path = path.resolve(part);
      if (Disk.isLink(path)) {
        throw refused("link-not-file", "a symbolic link is no file of its own", shown(path));
      }
    }
  }

  private void refuseDocuments(SpecEntry spec, Path file, String shown, boolean leaves) {
    for (SpecTree.Located each : tree.layout().located()) {
      if (each.document().equals(file) || each.context().equals(file)) {
        throw refused("spec-document", "this is the document of spec " + each.id(), shown);
      }
      Path theirs = DeliverableFolder.of(each.document());
      boolean foreign = !theirs.equals(DeliverableFolder.of(spec.documentPath()));
      if (leaves && foreign && file.startsWith(theirs)) {
        throw new Failure.Usage(
            Problem.of("foreign-deliverable", "the file is a deliverable of spec " + each.id())
                .at(shown)
                .remedy("give --copy, so that it stays there too"));
      }
    }
  }

  private String shown(Path file) {
    return SpecEntry.relative(tree.workspace(), file);
  }

  private static Failure.Usage refused(String code, String message, String shown) {
    return new Failure.Usage(
        Problem.of(code, message).at(shown).remedy("name a plain file of the project"));
  }
}
