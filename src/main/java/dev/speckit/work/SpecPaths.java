package dev.speckit.work;

import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which paths of a workspace belong to which spec, by the layout alone.
///
/// @param id of the spec
/// @param folder its folder relative to the workspace, with a slash at the end
/// @param isTask a task shares its folder with its feature
record SpecPaths(String id, String folder, boolean isTask) {
  private static final Pattern TASK_FILE = Pattern.compile("([0-9]+)\\.[^/]*");

  static SpecPaths of(SpecEntry entry) {
    String path = entry.path();
    return new SpecPaths(
        entry.id().toString(),
        path.substring(0, path.lastIndexOf('/') + 1),
        entry.kind() == SpecKind.TASK);
  }

  /// Whether a path stands below `specs/` and is another spec's alone.
  ///
  /// @param path relative to the workspace
  boolean isOfAnother(String path) {
    return path.startsWith("specs/") && !isOwn(path);
  }

  private boolean isOwn(String path) {
    if (!path.startsWith(folder)) {
      return false;
    }
    String rest = path.substring(folder.length());
    if (rest.startsWith("deliverables/")) {
      return true;
    }
    Matcher matcher = TASK_FILE.matcher(rest);
    boolean task = matcher.matches();
    return isTask ? task && matcher.group(1).equals(id) : !task && rest.indexOf('/') < 0;
  }

  /// Whether a path counts in the figures: what speckit itself writes does not.
  static boolean counts(String path) {
    boolean journal = path.startsWith("specs/") && !path.contains("/deliverables/");
    return !journal && !path.startsWith("evidence/");
  }
}
