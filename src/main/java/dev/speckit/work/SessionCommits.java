package dev.speckit.work;

import dev.speckit.host.GitHistory.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which commits may belong to a work session, by rules alone.
///
/// @param paths of the spec
/// @param names of the spec in lower case: its id and its aliases
/// @param prefix the workspace's folder in the repository with a slash at the end, or empty
record SessionCommits(SpecPaths paths, Set<String> names, String prefix) {
  SessionCommits {
    names = Set.copyOf(names);
  }

  /// Whether a trailer of a commit names the spec, whoever made it.
  boolean names(Commit commit) {
    return commit.specs().stream().anyMatch(spec -> names.contains(spec.toLowerCase(Locale.ROOT)));
  }

  /// Whether a person wrote a commit at or after a moment.
  static boolean isBy(Commit commit, String person, Instant from) {
    return commit.email().equalsIgnoreCase(person) && !commit.written().isBefore(from);
  }

  /// @param commit with what it changed
  boolean touchesOthersOnly(Commit commit) {
    return !commit.files().isEmpty()
        && commit.files().stream()
            .allMatch(file ->
                file.path().startsWith(prefix)
                    && paths.isOfAnother(file.path().substring(prefix.length())));
  }

  /// What became of commits after an amendment or a rebase: for each the one by the same author at
  /// the same second, first those with the same subject. No commit follows two.
  ///
  /// @param gone the commits that can no longer be reached
  /// @param reachable those that can be and are not listed yet
  /// @return by the hash of the commit that is gone
  static Map<String, Commit> successors(List<Commit> gone, List<Commit> reachable) {
    Map<Origin, List<Commit>> left = new HashMap<>();
    reachable.forEach(
        commit -> left.computeIfAbsent(Origin.of(commit), _ -> new ArrayList<>()).add(commit));
    Map<String, Commit> successors = new LinkedHashMap<>();
    for (boolean sameSubject : List.of(true, false)) {
      for (Commit old : gone) {
        List<Commit> alike = left.getOrDefault(Origin.of(old), List.of());
        if (successors.containsKey(old.hash())) {
          continue;
        }
        alike.stream()
            .filter(commit -> !sameSubject || commit.subject().equals(old.subject()))
            .findFirst()
            .ifPresent(commit -> {
              successors.put(old.hash(), commit);
              alike.remove(commit);
            });
      }
    }
    return successors;
  }

  /// What an amendment and a rebase leave as it is.
  private record Origin(Instant written, String email) {
    private static Origin of(Commit commit) {
      return new Origin(commit.written(), commit.email().toLowerCase(Locale.ROOT));
    }
  }
}
