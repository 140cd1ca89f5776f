package dev.speckit.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Paths found again by their ends. Many files may bear one name, so none is compared with others.
final class PathEndings {
  private final Set<String> paths = new HashSet<>();
  private final Map<String, List<String>> named = new HashMap<>();
  private final Map<String, List<String>> stemmed = new HashMap<>();

  /// @param path with slashes
  void add(String path) {
    if (!paths.add(path)) {
      return;
    }
    int stem = stem(path);
    for (int from = path.length(); from >= 0; ) {
      from = path.lastIndexOf('/', from - 1);
      add(named, path.substring(from + 1), path);
      add(stemmed, path.substring(from + 1, stem), path);
    }
  }

  private static void add(Map<String, List<String>> known, String ending, String path) {
    List<String> one = known.putIfAbsent(ending, List.of(path));
    if (one != null) {
      List<String> several = one.size() == 1 ? new ArrayList<>(one) : one;
      several.add(path);
      known.put(ending, several);
    }
  }

  private static int stem(String path) {
    int dot = path.lastIndexOf('.');
    return dot <= path.lastIndexOf('/') + 1 ? path.length() : dot;
  }

  boolean holds(String path) {
    return paths.contains(path);
  }

  /// All paths that end with the whole of this one.
  List<String> named(String path) {
    return named.getOrDefault(path, List.of());
  }

  /// The same for a path without the ending of its file.
  List<String> stemmed(String path) {
    return stemmed.getOrDefault(path, List.of());
  }
}
