package dev.speckit.handoff;

import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// On which branch a spec is worked on.
final class Branches {
  private static final int NAMED_MAX = 3;
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

  private final List<String> local;
  private final Map<SpecId, Set<String>> byId = new HashMap<>();

  /// @param local the names of all local branches
  Branches(List<String> local) {
    this.local = List.copyOf(local);
    for (String branch : local) {
      Matcher word = WORD.matcher(branch);
      while (word.find()) {
        SpecId.parse(word.group())
            .ifPresent(id -> byId.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(branch));
      }
    }
  }

  /// What the document says.
  static Optional<String> written(SpecEntry entry) {
    return entry.document().find("branch");
  }

  /// What the document says; else the local branches in whose name the id or an alias stands as a
  /// whole word.
  Optional<String> of(SpecEntry entry) {
    Optional<String> written = written(entry);
    if (written.isPresent()) {
      return written;
    }
    Set<String> named = new LinkedHashSet<>(byId.getOrDefault(entry.id(), Set.of()));
    for (String alias : entry.aliases()) {
      Pattern word =
          Pattern.compile(
              "(?<![A-Za-z0-9])" + Pattern.quote(alias) + "(?![A-Za-z0-9])",
              Pattern.CASE_INSENSITIVE);
      local.stream().filter(branch -> word.matcher(branch).find()).forEach(named::add);
    }
    List<String> shown = new ArrayList<>(named.stream().limit(NAMED_MAX).toList());
    if (named.size() > shown.size()) {
      shown.add("and " + (named.size() - shown.size()) + " more");
    }
    return shown.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", shown));
  }
}
