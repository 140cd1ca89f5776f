package dev.speckit.spec.migration;

import dev.speckit.host.GitPast;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which commits belong to a spec, and what they made.
final class Past {
  private final GitPast git;
  private final Path specs;
  private final Map<SpecId, OldSpec> known;
  private final List<GitPast.Commit> commits;
  private final Map<String, Set<SpecId>> touched = new HashMap<>();

  /// @param specs the folder of all specs, relative to the root
  Past(GitPast git, Path specs, Map<SpecId, OldSpec> known) throws InterruptedException {
    this.git = git;
    this.specs = specs;
    this.known = known;
    this.commits = git.commits();
    git.touched(specs.toString())
        .forEach((hash, paths) -> {
          Set<SpecId> ids = new LinkedHashSet<>();
          paths.forEach(path -> ids(path, ids));
          touched.put(hash, ids);
        });
  }

  /// What is known of a spec's making.
  ///
  /// @param commits those that touched its files or name it, oldest first
  /// @param created paths made by commits that are about this spec alone, in their order
  /// @param modified paths changed and not made by them
  record Making(
      List<GitPast.Commit> commits,
      Set<String> created,
      Set<String> modified,
      int linesAdded,
      int linesRemoved) {}

  Making of(OldSpec spec, SpecDocument document) throws InterruptedException {
    List<String> names = new ArrayList<>(List.of(spec.id().toString()));
    for (String alias : document.find("aliases").orElse("").split(",", -1)) {
      if (!alias.isBlank()) {
        names.add(alias.strip());
      }
    }
    List<GitPast.Commit> own = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    for (GitPast.Commit commit : commits) {
      boolean named = names.stream().anyMatch(name -> names(commit, name));
      Set<SpecId> files = touched.getOrDefault(commit.hash(), Set.of());
      if (named || files.contains(spec.id())) {
        own.add(commit);
        if (named || (commit.specs().isEmpty() && onlyFamily(spec, files))) {
          alone.add(commit.hash());
        }
      }
    }
    return making(own, alone);
  }

  private Making making(List<GitPast.Commit> own, List<String> alone) throws InterruptedException {
    Map<String, List<GitPast.Change>> changes = git.changes(alone);
    Set<String> created = new LinkedHashSet<>();
    Set<String> modified = new LinkedHashSet<>();
    int added = 0;
    int removed = 0;
    for (String hash : alone) {
      for (GitPast.Change each : changes.getOrDefault(hash, List.of())) {
        if (isJournal(Path.of(each.path()))) {
          continue;
        }
        boolean _ = (each.added() ? created : modified).add(each.path());
        added += each.linesAdded();
        removed += each.linesRemoved();
      }
    }
    modified.removeAll(created);
    return new Making(own, created, modified, added, removed);
  }

  /// The specs' own Markdown and evidence are no work on the product.
  private boolean isJournal(Path path) {
    Path workspace = Standing.folderOf(specs);
    if (path.startsWith(workspace.resolve("evidence"))) {
      return true;
    }
    return path.startsWith(specs)
        && path.toString().endsWith(".md")
        && !path.toString().contains("/deliverables/");
  }

  private static boolean names(GitPast.Commit commit, String name) {
    if (commit.specs().stream().anyMatch(each -> each.equalsIgnoreCase(name))) {
      return true;
    }
    Pattern word =
        Pattern.compile(
            "(?<![\\w.#/-])#?" + Pattern.quote(name) + "(?![\\w-]|\\.\\d)",
            Pattern.CASE_INSENSITIVE);
    return word.matcher(commit.subject()).find();
  }

  /// Whose work a commit is that touches other specs too, nobody can tell. Parents are touched
  /// whenever a child is made.
  private boolean onlyFamily(OldSpec spec, Set<SpecId> files) {
    Set<SpecId> family = new LinkedHashSet<>();
    Optional<OldSpec> member = Optional.of(spec);
    while (member.isPresent() && family.add(member.get().id())) {
      member = member.get().parent().map(known::get);
    }
    return family.containsAll(files);
  }

  /// The spec a path belongs to, by the innermost id in it, in either layout.
  private void ids(String path, Set<SpecId> ids) {
    Path file = Path.of(path);
    SpecId innermost = null;
    for (Path part : specs.relativize(file)) {
      if (part.toString().equals("deliverables")) {
        break;
      }
      innermost = idAtStart(part.toString()).orElse(innermost);
    }
    if (innermost != null) {
      ids.add(innermost);
    }
  }

  private static Optional<SpecId> idAtStart(String name) {
    int end = 0;
    while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
      end++;
    }
    boolean bounded = end == name.length() || name.charAt(end) == '-' || name.charAt(end) == '.';
    return bounded ? SpecId.parse(name.substring(0, end)) : Optional.empty();
  }

  /// Commits of one day and author, in the order of their first.
  static List<List<GitPast.Commit>> sessions(List<GitPast.Commit> commits) {
    Map<String, List<GitPast.Commit>> sessions = new LinkedHashMap<>();
    for (GitPast.Commit each : commits) {
      String day = each.moment().substring(0, "2026-11-21".length());
      sessions.computeIfAbsent(day + " " + each.email(), _ -> new ArrayList<>()).add(each);
    }
    return List.copyOf(sessions.values());
  }
}
