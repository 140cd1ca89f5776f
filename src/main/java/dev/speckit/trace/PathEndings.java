package dev.speckit.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Paths found again by their ends. Many files may bear one name, so none is compared with others.
final class PathEndings {
  /// Stands for more than one path.
  private static final String SEVERAL = "";

  private static final int NAMES_MAX = 64;

  private final Set<String> paths = new HashSet<>();
  private final Map<String, String> named = new HashMap<>();
  private final Map<String, String> stemmed = new HashMap<>();

  /// @param path with slashes
  void add(String path) {
    if (!paths.add(path)) {
      return;
    }
    int stem = stem(path);
    for (int from = path.length(); from >= 0; ) {
      from = path.lastIndexOf('/', from - 1);
      named.merge(path.substring(from + 1), path, (_, _) -> SEVERAL);
      stemmed.merge(path.substring(from + 1, stem), path, (_, _) -> SEVERAL);
    }
  }

  private static int stem(String path) {
    int dot = path.lastIndexOf('.');
    return dot <= path.lastIndexOf('/') + 1 ? path.length() : dot;
  }

  /// The one path that ends like this one in more names than all others.
  Optional<String> named(String path) {
    return longest(named, path.split("/", -1));
  }

  /// The same for names of which the last is without the ending of a file.
  Optional<String> stemmed(String[] names) {
    return longest(stemmed, names);
  }

  private static Optional<String> longest(Map<String, String> known, String[] names) {
    List<String> all = Arrays.asList(names);
    for (int from = Math.max(0, names.length - NAMES_MAX); from < names.length; from++) {
      String found = known.get(String.join("/", all.subList(from, names.length)));
      if (found != null) {
        return found.equals(SEVERAL) ? Optional.empty() : Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
