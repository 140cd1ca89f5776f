package dev.speckit.spec.migration;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.Link;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds all specs in the old and the new layout and decides what each is, whose child it is and
/// where it goes. Pure; all problems are collected.
final class Survey {
  private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{4,6}(?!\\d)");

  private final Path specs;
  private final List<Path> files;
  private final Function<Path, SpecDocument> documents;
  private final Map<SpecId, Standing> standing = new LinkedHashMap<>();
  private final Map<Path, SpecId> owners = new LinkedHashMap<>();
  private final Map<SpecId, SpecKind> kinds = new LinkedHashMap<>();
  private final Map<SpecId, OldSpec> placed = new LinkedHashMap<>();
  private final Set<SpecId> missingEpics = new LinkedHashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private Survey(Path specs, List<Path> files, Function<Path, SpecDocument> documents) {
    this.specs = specs;
    this.files = files;
    this.documents = documents;
  }

  /// @param specs by id, also those that stay
  /// @param missingEpics epics that specs need and nobody wrote
  /// @param problems why the tree cannot be migrated
  record Found(List<OldSpec> specs, Set<SpecId> missingEpics, List<Problem> problems) {}

  /// @param specs the folder of all specs
  /// @param files all tracked files below it
  /// @param documents reads one
  static Found of(Path specs, List<Path> files, Function<Path, SpecDocument> documents) {
    Survey survey = new Survey(specs, files, documents);
    survey.find();
    survey.standing.values().forEach(each -> survey.kinds.put(each.id(), survey.kind(each)));
    for (SpecKind kind : SpecKind.values()) {
      survey.standing.values().stream()
          .filter(each -> survey.kinds.get(each.id()) == kind)
          .forEach(survey::place);
    }
    List<OldSpec> found = new ArrayList<>(survey.placed.values());
    found.sort(Comparator.comparing(OldSpec::id));
    return new Found(found, survey.missingEpics, survey.problems);
  }

  private void find() {
    List<Standing> all =
        files.stream()
            .flatMap(file -> Standing.of(specs, file).stream())
            .sorted(
                Comparator.comparing(Standing::id)
                    .thenComparing(each -> each.document().toString()))
            .toList();
    for (Standing each : all) {
      Standing earlier = standing.putIfAbsent(each.id(), each);
      if (earlier != null && (earlier.old() || each.old())) {
        problem(
            "duplicate-id",
            "the id " + each.id() + " is taken by " + earlier.document(),
            each,
            "give one of the two a free id: rename its folder and files");
      }
      owners.put(each.document(), each.id());
      each.folder().ifPresent(folder -> owners.putIfAbsent(folder, each.id()));
    }
  }

  private SpecKind kind(Standing spec) {
    if (!spec.old()) {
      return spec.word().orElseThrow();
    }
    SpecKind kind = spec.word().or(() -> written(spec)).orElseGet(() -> guessed(spec));
    if (kind == SpecKind.EPIC && !spec.id().isEpic()) {
      problem(
          "bad-spec-id",
          "the id of an epic is a multiple of 1000, and " + spec.id() + " is not",
          spec,
          "rename the folder and its files to a multiple of 1000, or make it a feature");
    }
    if (kind != SpecKind.EPIC && spec.id().isEpic()) {
      problem(
          "bad-spec-id",
          "the id " + spec.id() + " belongs to an epic, and this is a " + kind.word(),
          spec,
          "rename the folder and its files to an id inside the thousand of its epic");
    }
    return kind;
  }

  private Optional<SpecKind> written(Standing spec) {
    String type =
        documents.apply(spec.document()).find("type").orElse("").strip().toUpperCase(Locale.ROOT);
    for (SpecKind kind : SpecKind.values()) {
      if (kind.name().equals(type)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private SpecKind guessed(Standing spec) {
    if (spec.id().isEpic()) {
      return SpecKind.EPIC;
    }
    return around(spec)
        .or(() -> named(spec))
        .filter(parent -> !parent.isEpic())
        .map(_ -> SpecKind.TASK)
        .orElse(SpecKind.FEATURE);
  }

  /// The spec in whose folder another one's folder or document lies.
  private Optional<SpecId> around(Standing spec) {
    Path folder = spec.folder().orElse(spec.document()).getParent();
    while (folder != null && folder.startsWith(specs) && !folder.equals(specs)) {
      Optional<SpecId> owner = Optional.ofNullable(owners.get(folder));
      if (owner.isPresent() && !owner.get().equals(spec.id())) {
        return owner;
      }
      Optional<SpecId> bare = Standing.idOf(folder).filter(SpecId::isEpic);
      if (bare.isPresent() && !bare.get().equals(spec.id())) {
        return bare;
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }

  /// The spec that the line `**Parent**` names: by a link to its document or folder, or by its id.
  private Optional<SpecId> named(Standing spec) {
    String value = documents.apply(spec.document()).find("parent").orElse("");
    for (Link link : Link.of(value, 0)) {
      Path target = spec.document().resolveSibling(link.target()).normalize();
      for (Path each : List.of(target, target.resolveSibling(Standing.name(target) + ".md"))) {
        SpecId owner = owners.get(each);
        if (owner != null) {
          return Optional.of(owner);
        }
      }
    }
    Matcher matcher = NUMBER.matcher(value);
    while (matcher.find()) {
      Optional<SpecId> id = SpecId.parse(matcher.group());
      if (id.filter(each -> !each.equals(spec.id())).isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  private void place(Standing spec) {
    SpecKind kind = kinds.getOrDefault(spec.id(), SpecKind.FEATURE);
    if (!spec.old()) {
      placed.put(spec.id(), present(spec, kind));
      return;
    }
    if (kind == SpecKind.EPIC) {
      put(spec, kind, Optional.empty(), specs.resolve(spec.id().toString()));
      return;
    }
    Optional<SpecId> parent = around(spec).or(() -> named(spec));
    if (parent.filter(each -> !each.epic().equals(spec.id().epic())).isPresent()) {
      problem(
          "outside-epic",
          "the id "
              + spec.id()
              + " lies outside of the thousand of its parent "
              + parent.orElseThrow(),
          spec,
          "rename it to an id of that thousand, or move its folder to its own epic");
    }
    SpecId epic = spec.id().epic();
    if (!placed.containsKey(epic) && !spec.id().isEpic()) {
      missingEpics.add(epic);
    }
    Path epicFolder = specs.resolve(epic.toString());
    Optional<OldSpec> feature =
        kind == SpecKind.TASK ? parent.flatMap(this::featureOf) : Optional.empty();
    if (feature.isPresent()) {
      put(spec, SpecKind.TASK, Optional.of(feature.get().id()), feature.get().folder());
      return;
    }
    put(spec, SpecKind.FEATURE, Optional.of(epic), epicFolder.resolve(spec.id().toString()));
  }

  /// The feature itself, or the one that a task belongs to.
  private Optional<OldSpec> featureOf(SpecId id) {
    OldSpec spec = placed.get(id);
    if (spec != null) {
      return switch (spec.kind()) {
        case FEATURE -> Optional.of(spec);
        case TASK -> spec.parent().map(placed::get);
        case EPIC -> Optional.empty();
      };
    }
    Standing task = standing.get(id);
    return task == null || kinds.get(id) != SpecKind.TASK
        ? Optional.empty()
        : around(task).filter(each -> !each.equals(id)).flatMap(this::featureOf);
  }

  private OldSpec present(Standing spec, SpecKind kind) {
    Path folder = Standing.folderOf(spec.document());
    Optional<SpecId> parent =
        switch (kind) {
          case EPIC -> Optional.empty();
          case FEATURE -> Standing.idOf(Standing.folderOf(folder));
          case TASK -> Standing.idOf(folder);
        };
    OldSpec bare = OldSpec.at(spec, kind, parent, folder, Optional.empty());
    Optional<Path> context = Optional.of(bare.context()).filter(files::contains);
    return OldSpec.at(spec, kind, parent, folder, context);
  }

  private void put(Standing spec, SpecKind kind, Optional<SpecId> parent, Path folder) {
    placed.put(spec.id(), OldSpec.at(spec, kind, parent, folder, context(spec)));
  }

  private Optional<Path> context(Standing spec) {
    Path folder = Standing.folderOf(spec.document());
    String name = Standing.name(spec.document());
    Set<String> names = new LinkedHashSet<>();
    names.add(spec.id() + ".context.md");
    if (name.endsWith(".spec.md")) {
      names.add(name.substring(0, name.length() - ".spec.md".length()) + ".context.md");
    }
    if (spec.folder().isPresent()) {
      names.add(Standing.name(folder) + ".context.md");
      names.add("context.md");
    }
    List<Path> found = names.stream().map(folder::resolve).filter(files::contains).toList();
    if (found.size() > 1) {
      problem(
          "two-contexts",
          "the spec " + spec.id() + " has two contexts: " + found.get(0) + " and " + found.get(1),
          spec,
          "put them together into one and remove the other");
    }
    return found.stream().findFirst();
  }

  private void problem(String code, String message, Standing spec, String remedy) {
    problems.add(Problem.of(code, message).at(Place.of(spec.document().toString())).remedy(remedy));
  }
}
