package dev.speckit.spec.migration;

import dev.speckit.spec.TrackerBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The texts of files that change, by their new paths.
///
/// Git takes a file for moved when half of its bytes stand in lines that stay. A small file whose
/// links change, and that gains more, would seem to be a new one without history. Such a file gains
/// less.
final class Drafts {
  private final Function<Path, String> unchanged;
  private final Map<Path, Draft> drafts = new LinkedHashMap<>();

  /// @param unchanged the text of a file that has not changed, by its new path
  Drafts(Function<Path, String> unchanged) {
    this.unchanged = unchanged;
  }

  /// One file.
  private static final class Draft {
    private final List<String> steps = new ArrayList<>();
    private int dropped;
    private boolean hopeless;

    Draft(String text) {
      steps.add(text);
    }

    String whole() {
      return steps.get(steps.size() - 1 - dropped);
    }

    boolean shrink() {
      if (hopeless) {
        return false;
      }
      if (dropped + 1 < steps.size()) {
        dropped++;
        return true;
      }
      // Nothing helps, so that it shall at least have all its links.
      hopeless = true;
      boolean changed = dropped > 0;
      dropped = 0;
      return changed;
    }
  }

  /// The text with all additions.
  String text(Path path) {
    Draft draft = drafts.get(path);
    return draft == null ? unchanged.apply(path) : draft.steps.getLast();
  }

  /// The text for the commit.
  String whole(Path path) {
    Draft draft = drafts.get(path);
    return draft == null ? unchanged.apply(path) : draft.whole();
  }

  /// A new file.
  void make(Path path, String text) {
    drafts.put(path, new Draft(text));
  }

  /// A text whose links have changed; these changes are never left out.
  void relink(Path path, String text) {
    drafts.put(path, new Draft(TrackerBlock.renewed(unchanged.apply(path), text)));
  }

  /// One addition; nothing when the text is as before.
  void add(Path path, String text) {
    String before = text(path);
    if (!before.equals(text)) {
      String kept = TrackerBlock.renewed(before, text);
      boolean _ = drafts.computeIfAbsent(path, _ -> new Draft(before)).steps.add(kept);
    }
  }

  /// Brings a file closer to what it was.
  ///
  /// @return false when there is nothing more to try; then it has all its additions again
  boolean shrink(Path path) {
    Draft draft = drafts.get(path);
    return draft != null && draft.shrink();
  }

  /// Files that lack additions, because git would not follow their history otherwise.
  Set<Path> shortened() {
    Set<Path> paths = new TreeSet<>();
    drafts.forEach((path, draft) -> {
      if (draft.dropped > 0) {
        paths.add(path);
      }
    });
    return paths;
  }

  Set<Path> paths() {
    return new LinkedHashSet<>(drafts.keySet());
  }
}
