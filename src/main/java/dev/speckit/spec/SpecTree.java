package dev.speckit.spec;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The specs of a workspace, found by their places: `specs/1000/epic.md`,
/// `specs/1000/1001/spec.md`, `specs/1000/1001/1011.spec.md`. Reads the disk anew at each call; one
/// bad file hides no other.
public final class SpecTree {
  private static final String TASK_ENDING = ".spec.md";
  private static final String CONTEXT_ENDING = ".context.md";
  private final Path workspace;

  private SpecTree(Path workspace) {
    this.workspace = workspace;
  }

  /// @param workspace the folder that holds `specs/`
  public static SpecTree open(Path workspace) {
    return new SpecTree(workspace.toAbsolutePath().normalize());
  }

  public Path workspace() {
    return workspace;
  }

  /// A spec's place before anything of it is read.
  public record Located(
      SpecId id, SpecKind kind, Optional<SpecId> parent, Path document, Path context) {}

  /// What a walk over the folders found.
  ///
  /// @param located sorted by id, then by path
  /// @param problems of the layout: doubled ids, ids outside of their epic's thousand, links that
  ///   lead out of the workspace, folders that cannot be listed
  public record Layout(List<Located> located, List<Problem> problems) {}

  /// All specs, sorted by id. An id that stands in two places comes twice.
  public List<SpecEntry> all() {
    return all(layout());
  }

  /// The specs of a layout, read now.
  public List<SpecEntry> all(Layout layout) {
    return layout.located().stream().map(this::read).toList();
  }

  /// The spec an id or an alias names.
  ///
  /// @throws Failure.Usage when nothing has this name (the nearest are told), or an alias names two
  public SpecEntry find(String reference) {
    Optional<SpecId> id = SpecId.parse(reference);
    if (id.isPresent()) {
      Optional<SpecEntry> direct = locate(id.get()).map(this::read);
      return direct.orElseThrow(() -> unknown(reference, layout().located(), List.of()));
    }
    if (!isName(reference)) {
      throw new Failure.Usage(
          Problem.of("bad-spec-id", "this is neither an id nor an alias: " + shown(reference))
              .remedy("give the number of a spec, such as 1001; speckit list shows them"));
    }
    return findAlias(reference);
  }

  /// Where a spec of this id stands; reads no document.
  public Optional<Located> locate(SpecId id) {
    Path epic = specs().resolve(id.epic().toString());
    if (id.isEpic() && isOwnFolder(epic)) {
      return Optional.of(epic(id, epic));
    }
    if (!id.isEpic() && isOwnFolder(epic.resolve(id.toString()))) {
      return Optional.of(feature(id, id.epic(), epic.resolve(id.toString())));
    }
    return layout().located().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private boolean isOwnFolder(Path folder) {
    return Disk.isFolder(folder) && staysInside(folder) && !isEmpty(folder);
  }

  private SpecEntry findAlias(String reference) {
    List<SpecEntry> all = all();
    List<SpecEntry> named =
        all.stream()
            .filter(entry -> entry.aliases().stream().anyMatch(a -> a.equalsIgnoreCase(reference)))
            .toList();
    if (named.isEmpty()) {
      List<String> aliases = all.stream().flatMap(entry -> entry.aliases().stream()).toList();
      throw unknown(reference, layout().located(), aliases);
    }
    if (named.size() > 1) {
      String owners = String.join(", ", named.stream().map(each -> each.id().toString()).toList());
      throw new Failure.Usage(
          Problem.of(
                  "ambiguous-alias",
                  "the alias " + shown(reference) + " is given by more than one spec: " + owners)
              .remedy("use the number of the spec you mean"));
    }
    return named.getFirst();
  }

  private static boolean isName(String reference) {
    return !reference.isBlank()
        && reference.length() <= 100
        && !reference.contains("/")
        && !reference.contains("\\")
        && !reference.contains("..")
        && reference.chars().noneMatch(Character::isISOControl);
  }

  private static String shown(String reference) {
    String cut = reference.length() > 60 ? reference.substring(0, 60) + "..." : reference;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  private Failure.Usage unknown(String reference, List<Located> known, List<String> aliases) {
    List<String> names = new ArrayList<>(known.stream().map(each -> each.id().toString()).toList());
    names.addAll(aliases);
    List<String> nearest =
        names.stream()
            .distinct()
            .sorted(Comparator.comparingInt(each -> Nearness.distance(reference, each)))
            .limit(3)
            .toList();
    String remedy =
        nearest.isEmpty()
            ? "there are no specs yet: speckit new epic TITLE"
            : "the nearest are: " + String.join(", ", nearest) + "; speckit list shows all";
    return new Failure.Usage(
        Problem.of("unknown-spec", "no spec has the id or alias " + shown(reference))
            .remedy(remedy));
  }

  /// The folder of all specs, absolute.
  public Path specs() {
    return workspace.resolve("specs");
  }

  /// Walks over the folders; reads no document.
  public Layout layout() {
    return layout(FileTree.of(specs()));
  }

  /// The layout of a tree that was looked at already.
  ///
  /// @param files below [#specs()]
  public Layout layout(FileTree files) {
    List<Located> located = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path folder : children(files, specs(), problems)) {
      Optional<SpecId> id = idOf(folder);
      if (id.isEmpty() || !isUsable(files, folder, problems)) {
        continue;
      }
      if (!id.get().isEpic()) {
        problems.add(
            Problem.of(
                    "outside-epic", "the spec " + id.get() + " stands outside of its epic's folder")
                .at(shownPath(folder))
                .remedy("move it to specs/" + id.get().epic() + "/" + id.get()));
        continue;
      }
      located.add(epic(id.get(), folder));
      walkEpic(files, id.get(), folder, located, problems);
    }
    located.sort(SpecTree::compare);
    reportDoubles(located, problems);
    reportStrays(files, located, problems);
    return new Layout(located, problems);
  }

  private static int compare(Located one, Located other) {
    int byId = one.id().compareTo(other.id());
    return byId == 0 ? one.document().toString().compareTo(other.document().toString()) : byId;
  }

  private void walkEpic(
      FileTree files, SpecId epic, Path folder, List<Located> located, List<Problem> problems) {
    for (Path child : children(files, folder, problems)) {
      Optional<SpecId> id = idOf(child);
      if (id.isEmpty() || !isUsable(files, child, problems)) {
        continue;
      }
      reportThousand(id.get(), epic, child, problems);
      located.add(feature(id.get(), epic, child));
      for (Path file : children(files, child, problems)) {
        taskOf(file)
            .ifPresent(task -> {
              reportThousand(task, epic, file, problems);
              Path context = child.resolve(task + ".context.md");
              located.add(new Located(task, SpecKind.TASK, id, file, context));
            });
      }
    }
  }

  private static Located epic(SpecId id, Path folder) {
    return new Located(
        id,
        SpecKind.EPIC,
        Optional.empty(),
        folder.resolve("epic.md"),
        folder.resolve("context.md"));
  }

  private static Located feature(SpecId id, SpecId epic, Path folder) {
    return new Located(
        id,
        SpecKind.FEATURE,
        Optional.of(epic),
        folder.resolve("spec.md"),
        folder.resolve("context.md"));
  }

  private static Optional<SpecId> idOf(Path folder) {
    return SpecId.parse(String.valueOf(folder.getFileName()));
  }

  private static Optional<SpecId> taskOf(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(TASK_ENDING)) {
      return Optional.empty();
    }
    return SpecId.parse(name.substring(0, name.length() - TASK_ENDING.length()));
  }

  private void reportThousand(SpecId id, SpecId epic, Path place, List<Problem> problems) {
    if (!id.epic().equals(epic) || id.isEpic()) {
      problems.add(
          Problem.of(
                  "outside-epic", "the id " + id + " lies outside of the thousand of epic " + epic)
              .at(shownPath(place))
              .remedy(
                  "give it an id between "
                      + (epic.number() + 1)
                      + " and "
                      + (epic.number() + 999)));
    }
  }

  private void reportDoubles(List<Located> located, List<Problem> problems) {
    Map<SpecId, Located> first = new HashMap<>();
    for (Located each : located) {
      Located earlier = first.putIfAbsent(each.id(), each);
      if (earlier != null) {
        problems.add(
            Problem.of(
                    "duplicate-id",
                    "the id " + each.id() + " is taken by " + shownPath(earlier.document()))
                .at(shownPath(each.document()))
                .remedy(
                    "give one of the two a free id: speckit renumber "
                        + shownPath(each.document())));
      }
    }
  }

  /// Documents and contexts by their names that belong to no spec of the layout. What was
  /// delivered, and what a link leads to, may be called so too.
  private void reportStrays(FileTree files, List<Located> located, List<Problem> problems) {
    Set<Path> known = new HashSet<>();
    Set<Path> folders = new HashSet<>();
    for (Located each : located) {
      known.add(each.document());
      known.add(each.context());
      folders.add(each.document().getParent());
    }
    for (Path file : files.files()) {
      if (!hasNameOfSpec(file) || known.contains(file) || isElsewhere(file)) {
        continue;
      }
      boolean context = String.valueOf(file.getFileName()).endsWith(CONTEXT_ENDING);
      if (!context) {
        problems.add(
            Problem.of("stray-document", "no spec is looked for here, so this document is not read")
                .at(shownPath(file))
                .remedy(
                    "move it to specs/EPIC/ID/spec.md or specs/EPIC/ID/TASK.spec.md; speckit"
                        + " migrate moves a tree of the old layout"));
      } else if (folders.contains(file.getParent())) {
        orphan(file).ifPresent(problems::add);
      }
    }
  }

  private static boolean hasNameOfSpec(Path file) {
    String path = file.toString();
    return path.endsWith(TASK_ENDING)
        || path.endsWith(CONTEXT_ENDING)
        || path.endsWith("/spec.md")
        || path.endsWith("/epic.md");
  }

  private boolean isElsewhere(Path file) {
    for (Path folder : specs().relativize(file)) {
      String name = folder.toString();
      if (name.equals("deliverables") || name.startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /// The context of a task whose document is gone.
  private Optional<Problem> orphan(Path context) {
    String name = String.valueOf(context.getFileName());
    Optional<SpecId> id = SpecId.parse(name.substring(0, name.length() - CONTEXT_ENDING.length()));
    return id.map(task ->
        Problem.of("missing-document", "the task " + task + " has a context and no document")
            .at(shownPath(context.resolveSibling(task + TASK_ENDING)))
            .remedy("restore it, or remove the context"));
  }

  /// A folder without any visible file is none of a spec: a crash may leave one behind.
  private boolean isUsable(FileTree files, Path folder, List<Problem> problems) {
    FileStamp.Kind kind = files.stamp(folder).kind();
    if (kind == FileStamp.Kind.LINK) {
      return isUsableLink(folder, problems);
    }
    if (kind != FileStamp.Kind.FOLDER) {
      problems.add(fileForFolder(folder));
      return false;
    }
    try {
      return files.children(folder).stream().anyMatch(each -> !isHidden(each));
    } catch (Failure.Unavailable _) {
      return true;
    }
  }

  private boolean isUsableLink(Path folder, List<Problem> problems) {
    if (!staysInside(folder)) {
      problems.add(outside(folder));
      return false;
    }
    if (!Disk.isFolder(folder)) {
      problems.add(fileForFolder(folder));
      return false;
    }
    return !isEmpty(folder);
  }

  private Problem fileForFolder(Path path) {
    return Problem.of("file-not-folder", "a file stands where the folder of a spec is expected")
        .at(shownPath(path))
        .remedy("move the file away");
  }

  private static boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  private static boolean isEmpty(Path folder) {
    try {
      return Disk.list(folder).stream().allMatch(SpecTree::isHidden);
    } catch (Failure.Unavailable _) {
      return false;
    }
  }

  private List<Path> children(FileTree files, Path folder, List<Problem> problems) {
    try {
      // A link inside the workspace is followed one folder deep.
      return files.stamp(folder).kind() == FileStamp.Kind.LINK && !folder.equals(specs())
          ? Disk.list(folder)
          : files.children(folder);
    } catch (Failure.Unavailable failure) {
      failure.problems().forEach(each -> problems.add(each.at(shownPath(folder))));
      return List.of();
    }
  }

  private boolean staysInside(Path path) {
    return Workspace.staysInside(workspace, path);
  }

  private Problem outside(Path path) {
    return Problem.of(
            "outside-link", "the link leads out of the workspace, or nowhere, and is not followed")
        .at(shownPath(path))
        .remedy("put the file itself here, or remove the link");
  }

  private String shownPath(Path path) {
    return SpecEntry.relative(workspace, path);
  }

  /// One spec, read now.
  public SpecEntry read(Located located) {
    return new SpecEntry(
        located.id(),
        located.kind(),
        located.parent(),
        workspace,
        located.document(),
        located.context(),
        readDocument(located.document()));
  }

  /// A file that cannot be read is an empty document that says why.
  public SpecDocument readDocument(Path file) {
    String name = shownPath(file);
    Text text = readText(file);
    SpecDocument document = SpecDocument.parse(name, text.text());
    return text.problem() == null
        ? document
        : new SpecDocument(
            name, "", "", Map.of(), List.of(), List.of(), List.of(), List.of(text.problem()));
  }

  /// A file's text, or why there is none.
  public record Text(String text, @Nullable Problem problem) {}

  /// A link that leads out of the workspace is not followed.
  public Text readText(Path file) {
    return readText(file, FileStamp.of(file).kind());
  }

  /// The same for a file that was looked at already.
  public Text readText(Path file, FileStamp.Kind kind) {
    return switch (kind) {
      case FILE, FOLDER -> readInside(file);
      case LINK -> {
        if (!staysInside(file)) {
          yield new Text("", outside(file));
        }
        yield Disk.isFile(file) || Disk.isFolder(file) ? readInside(file) : notPlain(file);
      }
      case OTHER -> notPlain(file);
      case NOTHING ->
          new Text(
              "",
              Problem.of("missing-document", "the document is missing")
                  .at(shownPath(file))
                  .remedy("restore it, or remove the folder of this id"));
    };
  }

  private Text notPlain(Path file) {
    return new Text(
        "",
        Problem.of("file-unavailable", "this is no plain file, and reading it could wait forever")
            .at(shownPath(file))
            .remedy("put a plain file here"));
  }

  private Text readInside(Path file) {
    try {
      return new Text(Disk.readText(file), null);
    } catch (Failure.Invalid | Failure.Unavailable failure) {
      Problem problem = failure.problems().getFirst();
      Place place = problem.place();
      return new Text("", problem.at(Place.of(shownPath(file), place == null ? 0 : place.line())));
    }
  }
}
