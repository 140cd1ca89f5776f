package dev.speckit.spec.deliverable;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks for a registered file that is not where it was: by git, by its name below `deliverables/`,
/// and by the trace-back comment that it carries. Two candidates are none.
final class DeliverableSearch {
  private static final int FILES_MAX = 20_000;
  private static final Set<String> PASSED_OVER =
      Set.of("node_modules", "target", "build", "dist", "evidence");
  private final SpecTree tree;
  private final SpecEntry spec;
  private final List<Path> unregistered;
  private final Set<Path> known;
  private final Function<Path, Optional<Path>> renames;
  private final Function<Path, Optional<String>> deletions;
  private @Nullable List<Path> commented;

  DeliverableSearch(
      SpecTree tree,
      SpecEntry spec,
      List<Path> unregistered,
      Set<Path> known,
      Function<Path, Optional<Path>> renames,
      Function<Path, Optional<String>> deletions) {
    this.tree = tree;
    this.spec = spec;
    this.unregistered = unregistered;
    this.known = known;
    this.renames = renames;
    this.deletions = deletions;
  }

  DeliverableState stateOf(Path file) {
    if (Disk.isFile(file)) {
      return new DeliverableState.Present();
    }
    return renames
        .apply(file)
        .filter(Disk::isFile)
        .map(to -> moved(to, "git says that it was renamed"))
        .or(() ->
            only(unregistered.stream().filter(each -> isNamedLike(each, file)).toList())
                .map(to -> moved(to, "a file of its name stands below deliverables/")))
        .or(() -> byComment(file).map(to -> moved(to, "its trace-back comment names this spec")))
        .or(() -> deletions.apply(file).map(DeliverableState.Deleted::new))
        .orElseGet(DeliverableState.Missing::new);
  }

  private static DeliverableState moved(Path to, String why) {
    return new DeliverableState.Moved(to, why);
  }

  private Optional<Path> byComment(Path file) {
    List<Path> all = commented();
    Optional<Path> sameName = only(all.stream().filter(each -> isNamedLike(each, file)).toList());
    return sameName.or(() -> isOnlyOneGone(file) ? only(renamed(file)) : Optional.empty());
  }

  /// A new name can only be guessed when a single file of its kind is sought.
  private boolean isOnlyOneGone(Path file) {
    return known.stream()
            .filter(each -> isOfKind(each, file) && !Disk.isFile(each))
            .filter(each -> unregistered.stream().noneMatch(other -> isNamedLike(other, each)))
            .count()
        == 1;
  }

  private List<Path> renamed(Path file) {
    return commented().stream()
        .filter(each -> isOfKind(each, file))
        .filter(each -> known.stream().noneMatch(other -> isNamedLike(other, each)))
        .toList();
  }

  private static Optional<Path> only(List<Path> found) {
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static boolean isNamedLike(Path one, Path other) {
    return String.valueOf(one.getFileName()).equals(String.valueOf(other.getFileName()));
  }

  private static boolean isOfKind(Path one, Path other) {
    return ending(one).equals(ending(other));
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Files of the workspace that carry the comment of this spec and are not registered.
  private List<Path> commented() {
    List<Path> ready = commented;
    if (ready != null) {
      return ready;
    }
    List<Path> found = new ArrayList<>();
    collect(tree.workspace(), found, new int[] {FILES_MAX});
    commented = found;
    return found;
  }

  private void collect(Path folder, List<Path> found, int[] left) {
    for (Path each : Disk.list(folder)) {
      String name = String.valueOf(each.getFileName());
      if (Disk.isLink(each) || left[0] <= 0) {
        continue;
      }
      if (Disk.isFolder(each)) {
        if (!name.startsWith(".") && !PASSED_OVER.contains(name)) {
          collect(each, found, left);
        }
        continue;
      }
      left[0]--;
      if (!known.contains(each) && carriesComment(each)) {
        found.add(each);
      }
    }
  }

  private boolean carriesComment(Path file) {
    if (!Disk.isFile(file) || Disk.size(file) > Deliverables.COMMENT_BYTES_MAX) {
      return false;
    }
    try {
      return TraceBack.of(spec, file).isIn(Disk.read(file, Deliverables.COMMENT_BYTES_MAX));
    } catch (Failure.Unavailable _) {
      return false;
    }
  }
}
