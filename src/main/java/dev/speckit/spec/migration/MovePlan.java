package dev.speckit.spec.migration;

import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which file goes where. Pure. Paths are relative to the root.
///
/// @param moves old to new place, only of files that move
/// @param folders the same of the old specs' own folders
/// @param left what stays although it lies below an old folder: links, submodules, ignored files
/// @param problems places that are taken
/// @param back new to old place
record MovePlan(
    Map<Path, Path> moves,
    Map<Path, Path> folders,
    Set<Path> left,
    List<Problem> problems,
    Map<Path, Path> back) {
  private static final Set<String> SCRIPTS =
      Set.of("sh", "bash", "zsh", "py", "rb", "pl", "js", "ts", "ps1", "sql", "bat");
  private static final Set<String> DOCS =
      Set.of("md", "txt", "pdf", "rst", "adoc", "html", "png", "jpg", "jpeg", "svg", "docx");
  private static final Set<String> CONFIG =
      Set.of("conf", "cfg", "ini", "toml", "yaml", "yml", "json", "xml", "properties", "example");

  /// @param files all files that git tracks as such, of the whole repository
  /// @param taken all other paths at which something stands: links, submodules, ignored files
  static MovePlan of(List<OldSpec> specs, List<Path> files, Set<Path> taken) {
    Making making = new Making(specs, files, taken);
    making.documents();
    making.others(false);
    making.others(true);
    making.check();
    return new MovePlan(making.moves, making.folders(), making.left(), making.problems);
  }

  MovePlan(Map<Path, Path> moves, Map<Path, Path> folders, Set<Path> left, List<Problem> problems) {
    this(moves, folders, left, problems, new HashMap<>());
    moves.forEach((from, to) -> back.put(to, from));
  }

  /// Where a file stood that stands at a path afterwards; the path itself for one that stays.
  Path former(Path path) {
    return back.getOrDefault(path, path);
  }

  /// The new places of the files that moved out of a spec's own `deliverables/`, in order.
  List<Path> deliverables(OldSpec spec) {
    Optional<Path> own = spec.standing().folder().map(each -> each.resolve("deliverables"));
    return own.stream()
        .flatMap(folder -> moves.keySet().stream().filter(each -> each.startsWith(folder)))
        .map(this::moved)
        .sorted()
        .toList();
  }

  /// Where a path is afterwards, of a file or of an old spec's folder.
  Path moved(Path path) {
    Path file = moves.get(path);
    if (file != null || left.contains(path)) {
      return file == null ? path : file;
    }
    for (Path folder = path; folder != null; folder = folder.getParent()) {
      Path there = folders.get(folder);
      if (there != null) {
        return folder.equals(path) ? there : there.resolve(folder.relativize(path));
      }
    }
    return path;
  }

  /// The plan while it is made.
  private static final class Making {
    private final List<OldSpec> specs;
    private final List<Path> files;
    private final Set<Path> taken;
    private final Map<Path, OldSpec> byFolder = new HashMap<>();
    private final Map<Path, Path> moves = new LinkedHashMap<>();
    private final Map<Path, Path> sources = new HashMap<>();
    private final Set<Path> staying;
    private final List<Problem> problems = new ArrayList<>();

    Making(List<OldSpec> specs, List<Path> files, Set<Path> taken) {
      this.specs = specs.stream().filter(each -> each.standing().old()).toList();
      this.files = files;
      this.taken = taken;
      this.staying = new HashSet<>(files);
      for (OldSpec each : this.specs) {
        each.standing().folder().ifPresent(folder -> byFolder.put(folder, each));
      }
      // What lies below an old folder leaves its place; whoever comes there is checked at the end.
      files.stream().filter(file -> owner(file).isPresent()).forEach(staying::remove);
    }

    void documents() {
      for (OldSpec each : specs) {
        move(each.standing().document(), each.document());
        each.oldContext().ifPresent(context -> move(context, each.context()));
      }
    }

    /// @param tasks whether the files of tasks are meant, which give way to those of features
    void others(boolean tasks) {
      for (Path file : files) {
        Optional<OldSpec> owner = owner(file);
        if (owner.isEmpty() || moves.containsKey(file)) {
          continue;
        }
        OldSpec spec = owner.get();
        if ((spec.kind() == SpecKind.TASK) != tasks) {
          continue;
        }
        Path inside = sorted(spec.standing().folder().orElseThrow().relativize(file));
        Path target = spec.folder().resolve(inside);
        boolean artefact = tasks && Set.of("plan.md", "tasks.md").contains(inside.toString());
        boolean prefixed = artefact || (tasks && isTaken(target));
        String separator = artefact ? "." : "-";
        move(
            file,
            prefixed
                ? target.resolveSibling(spec.id() + separator + Standing.name(target))
                : target);
      }
    }

    /// A deliverable without a kind is put to its own by its ending.
    private static Path sorted(Path inside) {
      boolean plain = inside.getNameCount() == 2 && inside.startsWith("deliverables");
      if (!plain) {
        return inside;
      }
      String name = Standing.name(inside).toLowerCase(Locale.ROOT);
      String ending = name.substring(name.lastIndexOf('.') + 1);
      String kind =
          SCRIPTS.contains(ending)
              ? "scripts"
              : DOCS.contains(ending) ? "docs" : CONFIG.contains(ending) ? "config" : "";
      return kind.isEmpty() ? inside : inside.resolveSibling(kind).resolve(Standing.name(inside));
    }

    private boolean isTaken(Path target) {
      return sources.containsKey(target) || staying.contains(target) || taken.contains(target);
    }

    private void move(Path from, Path to) {
      if (isTaken(to)) {
        Path who = sources.getOrDefault(to, to);
        problems.add(
            Problem.of(
                    "target-exists",
                    from
                        + " would go to "
                        + to
                        + ", which is taken"
                        + (who.equals(to) ? "" : " by " + who))
                .at(from.toString())
                .remedy("rename or remove one of the two"));
      }
      staying.remove(from);
      sources.put(to, from);
      if (!from.equals(to)) {
        moves.put(from, to);
      }
    }

    /// The spec in whose folder a file lies, the innermost one.
    private Optional<OldSpec> owner(Path file) {
      for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
        OldSpec spec = byFolder.get(folder);
        if (spec != null) {
          return Optional.of(spec);
        }
      }
      return Optional.empty();
    }

    /// A file where a folder is needed, or the other way round.
    void check() {
      Set<Path> standing = new HashSet<>(staying);
      standing.addAll(taken);
      standing.addAll(sources.keySet());
      for (Map.Entry<Path, Path> each : sources.entrySet()) {
        for (Path folder = each.getKey().getParent(); folder != null; folder = folder.getParent()) {
          if (standing.contains(folder)) {
            problems.add(
                Problem.of(
                        "file-not-folder",
                        each.getValue()
                            + " needs the folder "
                            + folder
                            + ", and a file or link stands there")
                    .at(folder.toString())
                    .remedy("rename or remove it"));
          }
        }
      }
    }

    Set<Path> left() {
      Set<Path> left = new LinkedHashSet<>();
      taken.stream().filter(each -> owner(each).isPresent()).sorted().forEach(left::add);
      return left;
    }

    Map<Path, Path> folders() {
      Map<Path, Path> folders = new LinkedHashMap<>();
      specs.stream()
          .sorted(Comparator.comparing(OldSpec::id))
          .forEach(each ->
              each.standing().folder().ifPresent(folder -> folders.put(folder, each.folder())));
      return folders;
    }
  }
}
