package dev.speckit.spec.migration;

import dev.speckit.host.GitPast;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Which commits belong to a spec, and what they made.
final class Past {
  private static final Set<String> PROJECT_FILES =
      Set.of("speckit.toml", "agents.md", "claude.md", "code_of_conduct.md");
  private static final Set<String> PROJECT_NAMES =
      Set.of(
          "readme",
          "license",
          "licence",
          "copying",
          "notice",
          "authors",
          "changelog",
          "contributing",
          "security");

  private final GitPast git;
  private final Path specs;
  private final Map<SpecId, OldSpec> known;
  private final List<GitPast.Commit> commits;
  private final Map<String, Set<SpecId>> touched = new HashMap<>();
  private final Map<String, Set<SpecId>> named = new HashMap<>();
  private final Set<String> imports = new HashSet<>();

  /// @param specs the folder of all specs, relative to the root
  /// @param documents the one of a spec
  Past(
      GitPast git,
      Path specs,
      Map<SpecId, OldSpec> known,
      Function<OldSpec, SpecDocument> documents)
      throws InterruptedException {
    this.git = git;
    this.specs = specs;
    this.known = known;
    this.commits = git.commits();
    known.values().forEach(each -> findNamed(each.id(), documents.apply(each)));
    git.touched(specs.toString())
        .forEach((hash, paths) -> {
          Set<SpecId> ids = new LinkedHashSet<>();
          paths.forEach(path -> ids(path, ids));
          touched.put(hash, ids);
        });
    findImports();
  }

  /// What is known of a spec's making.
  ///
  /// @param commits those that touched its files or name it, oldest first
  /// @param created paths made by commits that are about this spec alone, in their order
  /// @param modified paths changed and not made by them
  record Making(
      List<Counted> commits,
      Set<String> created,
      Set<String> modified,
      int linesAdded,
      int linesRemoved) {}

  /// A commit and why it counts.
  record Counted(GitPast.Commit commit, Why why) {}

  /// Why a commit belongs to a spec. What it made counts only where it is about that spec alone.
  enum Why {
    NAMED("names it"),
    TOUCHED("changed its files"),
    IMPORT("made several specs at once, so its files count for none");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  Making of(OldSpec spec) throws InterruptedException {
    List<Counted> own = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    for (GitPast.Commit commit : commits) {
      Set<SpecId> names = named.getOrDefault(commit.hash(), Set.of());
      boolean byName = names.contains(spec.id());
      if (!byName && !touched.getOrDefault(commit.hash(), Set.of()).contains(spec.id())) {
        continue;
      }
      boolean imported = imports.contains(commit.hash());
      own.add(new Counted(commit, imported ? Why.IMPORT : byName ? Why.NAMED : Why.TOUCHED));
      if (!imported && isAlone(spec, commit, names)) {
        alone.add(commit.hash());
      }
    }
    return making(own, alone);
  }

  /// What a commit says comes before what it touched; a task before its feature.
  private boolean isAlone(OldSpec spec, GitPast.Commit commit, Set<SpecId> names) {
    if (names.contains(spec.id())) {
      return names.stream().noneMatch(each -> isBelow(each, spec.id()));
    }
    return names.isEmpty()
        && commit.specs().isEmpty()
        && onlyFamily(spec, touched.getOrDefault(commit.hash(), Set.of()));
  }

  private boolean isBelow(SpecId id, SpecId above) {
    return !id.equals(above) && family(id).contains(above);
  }

  private Making making(List<Counted> own, List<String> alone) throws InterruptedException {
    Map<String, List<GitPast.Change>> changes = git.changes(alone);
    Set<String> created = new LinkedHashSet<>();
    Set<String> modified = new LinkedHashSet<>();
    int added = 0;
    int removed = 0;
    for (String hash : alone) {
      for (GitPast.Change each : changes.getOrDefault(hash, List.of())) {
        Path path = Path.of(each.path());
        if (isJournal(path) || isOfProject(path)) {
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

  /// What belongs to the project as a whole, whichever commit made it.
  private boolean isOfProject(Path path) {
    if (path.startsWith(specs)) {
      return false;
    }
    String name = Standing.name(path).toLowerCase(Locale.ROOT);
    return name.startsWith(".")
        || path.startsWith(Standing.folderOf(specs).resolve(".speckit"))
        || PROJECT_FILES.contains(name)
        || PROJECT_NAMES.contains(name.replaceFirst("[._-].*", ""));
  }

  /// Finds the commits that name a spec by its id or an alias.
  private void findNamed(SpecId id, SpecDocument document) {
    List<String> names = new ArrayList<>(List.of(id.toString()));
    for (String alias : document.find("aliases").orElse("").split(",", -1)) {
      if (!alias.isBlank()) {
        names.add(alias.strip());
      }
    }
    for (String name : names) {
      Pattern word =
          Pattern.compile(
              "(?<![\\w.#/-])#?" + Pattern.quote(name) + "(?![\\w-]|\\.\\d)",
              Pattern.CASE_INSENSITIVE);
      for (GitPast.Commit commit : commits) {
        boolean trailer = commit.specs().stream().anyMatch(each -> each.equalsIgnoreCase(name));
        if (trailer || word.matcher(commit.subject()).find()) {
          boolean _ = named.computeIfAbsent(commit.hash(), _ -> new LinkedHashSet<>()).add(id);
        }
      }
    }
  }

  /// Finds the commits that made documents of several specs: a tree that was brought in whole.
  private void findImports() throws InterruptedException {
    List<String> several =
        touched.entrySet().stream()
            .filter(each -> each.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .toList();
    git.changes(several)
        .forEach((hash, changes) -> {
          long made =
              changes.stream()
                  .filter(each -> each.added() && Path.of(each.path()).startsWith(specs))
                  .flatMap(each -> Standing.of(specs, Path.of(each.path())).stream())
                  .map(Standing::id)
                  .distinct()
                  .count();
          if (made > 1) {
            imports.add(hash);
          }
        });
  }

  /// Whose work a commit is that touches other specs too, nobody can tell. Parents are touched
  /// whenever a child is made.
  private boolean onlyFamily(OldSpec spec, Set<SpecId> files) {
    return family(spec.id()).containsAll(files);
  }

  /// A spec and all above it.
  private Set<SpecId> family(SpecId id) {
    Set<SpecId> family = new LinkedHashSet<>();
    Optional<OldSpec> member = Optional.ofNullable(known.get(id));
    while (member.isPresent() && family.add(member.get().id())) {
      member = member.get().parent().map(known::get);
    }
    return family;
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
  static List<List<Counted>> sessions(List<Counted> commits) {
    Map<String, List<Counted>> sessions = new LinkedHashMap<>();
    for (Counted each : commits) {
      String day = each.commit().moment().substring(0, "2026-11-21".length());
      sessions.computeIfAbsent(day + " " + each.commit().email(), _ -> new ArrayList<>()).add(each);
    }
    return List.copyOf(sessions.values());
  }
}
