package dev.speckit.spec.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The texts of files that change, by their new paths. What is added beyond the links that had to
/// change can be taken back step by step: a small file that gains too much is no moved file any
/// more to git, and its history would seem to end.
final class Drafts {
  private final Function<Path, String> unchanged;
  private final Map<Path, List<String>> steps = new LinkedHashMap<>();

  /// @param unchanged the text of a file that has not changed, by its new path
  Drafts(Function<Path, String> unchanged) {
    this.unchanged = unchanged;
  }

  String text(Path path) {
    List<String> own = steps.get(path);
    return own == null ? unchanged.apply(path) : own.getLast();
  }

  /// The text with its links changed, or of a new file: it is never taken back.
  void begin(Path path, String text) {
    steps.put(path, new ArrayList<>(List.of(text)));
  }

  /// One addition; nothing when the text is as before.
  void add(Path path, String text) {
    String before = text(path);
    if (!before.equals(text)) {
      steps.computeIfAbsent(path, _ -> new ArrayList<>(List.of(before))).add(text);
    }
  }

  /// Takes the last addition back.
  ///
  /// @return false when there is none left
  boolean takeBack(Path path) {
    List<String> own = steps.get(path);
    if (own == null || own.size() < 2) {
      return false;
    }
    String _ = own.removeLast();
    return true;
  }

  Set<Path> paths() {
    return new LinkedHashSet<>(steps.keySet());
  }
}
