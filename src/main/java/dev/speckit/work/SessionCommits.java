package dev.speckit.work;

import dev.speckit.host.GitHistory.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which commits belong to a work session, by rules alone.
///
/// @param paths of the spec
/// @param names of the spec in lower case: its id and its aliases
/// @param prefix the workspace's folder in the repository with a slash at the end, or empty
record SessionCommits(SpecPaths paths, Set<String> names, String prefix) {
  SessionCommits {
    names = Set.copyOf(names);
  }

  /// Those that a person wrote on this spec since a moment, and those of anybody that name it in a
  /// trailer, in the order given.
  ///
  /// @param reachable the commits that can be reached, oldest first
  List<Commit> of(List<Commit> reachable, Instant from, Instant to, String person) {
    return reachable.stream()
        .filter(commit -> !commit.written().isBefore(from) && !commit.written().isAfter(to))
        .filter(commit -> belongs(commit, person))
        .toList();
  }

  /// What became of commits after an amendment or a rebase: for each the one by the same author at
  /// the same second, first those with the same subject. No commit follows two.
  ///
  /// @param gone the commits that can no longer be reached
  /// @param reachable those that can be and are not listed yet
  /// @return by the hash of the commit that is gone
  static Map<String, Commit> successors(List<Commit> gone, List<Commit> reachable) {
    Map<String, Commit> successors = new LinkedHashMap<>();
    List<Commit> left = new ArrayList<>(reachable);
    for (boolean sameSubject : List.of(true, false)) {
      for (Commit old : gone) {
        if (successors.containsKey(old.hash())) {
          continue;
        }
        left.stream()
            .filter(commit -> commit.written().equals(old.written()))
            .filter(commit -> commit.email().equalsIgnoreCase(old.email()))
            .filter(commit -> !sameSubject || commit.subject().equals(old.subject()))
            .findFirst()
            .ifPresent(commit -> {
              successors.put(old.hash(), commit);
              left.remove(commit);
            });
      }
    }
    return successors;
  }

  private boolean belongs(Commit commit, String person) {
    boolean named =
        commit.specs().stream().anyMatch(spec -> names.contains(spec.toLowerCase(Locale.ROOT)));
    if (named) {
      return true;
    }
    return commit.specs().isEmpty()
        && commit.email().equalsIgnoreCase(person)
        && !touchesOthersOnly(commit);
  }

  private boolean touchesOthersOnly(Commit commit) {
    return !commit.files().isEmpty()
        && commit.files().stream()
            .allMatch(file ->
                file.path().startsWith(prefix)
                    && paths.isOfAnother(file.path().substring(prefix.length())));
  }
}
