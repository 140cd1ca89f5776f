package dev.speckit.work;

import dev.speckit.host.GitHistory.Commit;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  /// What became of a commit after an amendment or a rebase: the one by the same author at the same
  /// second, rather with the same subject.
  static Optional<Commit> successor(Commit gone, List<Commit> reachable) {
    return reachable.stream()
        .filter(commit -> commit.written().equals(gone.written()))
        .filter(commit -> commit.email().equalsIgnoreCase(gone.email()))
        .min(Comparator.comparing(commit -> !commit.subject().equals(gone.subject())));
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
