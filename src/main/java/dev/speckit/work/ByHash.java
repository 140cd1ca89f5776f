package dev.speckit.work;

import dev.speckit.host.GitHistory.Commit;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Commits that are looked up by the first digits of their hashes.
final class ByHash {
  private final TreeMap<String, Commit> commits = new TreeMap<>();

  ByHash(Collection<Commit> commits) {
    commits.forEach(commit -> this.commits.put(commit.hash(), commit));
  }

  /// @param hash the first digits or all of them
  Optional<Commit> find(String hash) {
    String digits = hash.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(commits.ceilingEntry(digits))
        .map(java.util.Map.Entry::getValue)
        .filter(commit -> commit.hash().startsWith(digits));
  }

  Set<String> hashes() {
    return Set.copyOf(commits.keySet());
  }

  Collection<Commit> all() {
    return commits.values();
  }
}
