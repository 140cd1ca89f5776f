package dev.speckit.host;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All that stands below a folder, looked at once: names and stamps, no content. Symbolic links are
/// not followed.
public final class FileTree {
  private final Map<Path, FileStamp> stamps = new HashMap<>(8192);
  private final List<Path> files = new ArrayList<>(4096);
  private final Map<Path, List<Path>> children = new HashMap<>(4096);
  private final Map<Path, Failure.Unavailable> closed = new HashMap<>();

  private FileTree() {}

  /// A folder that cannot be listed does not hinder the others; [#children] says why.
  public static FileTree of(Path root) {
    FileTree tree = new FileTree();
    FileStamp stamp = FileStamp.of(root);
    tree.stamps.put(root, stamp);
    // Whoever calls has decided to trust the root itself, a link or not.
    if (Disk.isFolder(root)) {
      tree.list(root);
    }
    return tree;
  }

  private void list(Path root) {
    List<Path> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      Path folder = open.removeLast();
      List<Path> found = listed(folder);
      children.put(folder, found);
      for (Path each : found) {
        FileStamp stamp = FileStamp.of(each);
        stamps.put(each, stamp);
        if (stamp.kind() == FileStamp.Kind.FILE) {
          files.add(each);
        }
        if (stamp.kind() == FileStamp.Kind.FOLDER) {
          open.add(each);
        }
      }
    }
  }

  private List<Path> listed(Path folder) {
    try {
      return Disk.names(folder);
    } catch (Failure.Unavailable failure) {
      closed.put(folder, failure);
      return List.of();
    }
  }

  /// What stands in a folder now, sorted by name.
  ///
  /// @throws Failure.Unavailable when it cannot be listed
  public static List<Path> names(Path folder) {
    return Disk.names(folder);
  }

  /// What stood in a folder, sorted by name; empty when the folder is not there.
  ///
  /// @throws Failure.Unavailable when it cannot be listed
  public List<Path> children(Path folder) {
    Failure.Unavailable failure = closed.get(folder);
    if (failure != null) {
      throw failure;
    }
    return children.getOrDefault(folder, List.of());
  }

  /// All folders that could be listed, the root among them, in no order.
  public Set<Path> folders() {
    return Collections.unmodifiableSet(children.keySet());
  }

  /// Whether anything of this kind stands below the folder, or is the folder.
  public boolean holds(FileStamp.Kind kind) {
    return stamps.values().stream().anyMatch(each -> each.kind() == kind);
  }

  /// Why folders could not be listed; empty when the tree is whole.
  public List<Problem> problems() {
    return closed.values().stream().flatMap(each -> each.problems().stream()).toList();
  }

  /// Whether every folder could be listed.
  public boolean isWhole() {
    return closed.isEmpty();
  }

  /// @return of the kind `NOTHING` for what is not there
  public FileStamp stamp(Path path) {
    FileStamp known = stamps.get(path);
    return known == null ? new FileStamp(FileStamp.Kind.NOTHING, 0) : known;
  }

  /// All plain files, in no order.
  public List<Path> files() {
    return Collections.unmodifiableList(files);
  }
}
