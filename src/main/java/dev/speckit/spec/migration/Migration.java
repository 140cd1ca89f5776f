package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.GitPast;
import dev.speckit.spec.Appending;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.link.LinkedDocument;
import dev.speckit.spec.link.MissingWay;
import dev.speckit.spec.link.WayBack;
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

/// Works out the whole migration in memory: what moves, and every text that changes with it.
final class Migration {
  private final Repository repository;
  private final Wish wish;
  private final Map<SpecId, OldSpec> specs = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Path, SpecDocument> documents = new HashMap<>();

  private Migration(Repository repository, Wish wish) {
    this.repository = repository;
    this.wish = wish;
  }

  /// @param contexts whether completed specs get contexts made from the history
  /// @param epics whether missing epics are made
  /// @param now local time to the minute
  record Wish(boolean contexts, boolean epics, String now) {}

  /// @param contexts made from the history
  /// @param epics made because specs need them
  record Plan(TreeChange change, List<Path> contexts, List<Path> epics) {}

  /// @throws Failure.Invalid with all problems at once
  static Plan of(Repository repository, Wish wish) throws InterruptedException {
    return new Migration(repository, wish).plan();
  }

  private Plan plan() throws InterruptedException {
    problems.addAll(repository.unready());
    Path folder = repository.places().specs();
    List<Path> files = repository.files();
    List<Path> below = files.stream().filter(each -> each.startsWith(folder)).toList();
    Survey.Found found = Survey.of(folder, below, this::document);
    problems.addAll(found.problems());
    found.specs().forEach(each -> specs.put(each.id(), each));
    List<Path> epics = missingEpics(found.missingEpics());
    MovePlan moves = MovePlan.of(found.specs(), files, repository.others());
    problems.addAll(moves.problems());
    if (!problems.isEmpty()) {
      throw new Failure.Invalid(problems.stream().distinct().toList());
    }
    List<OldSpec> silent = wish.contexts() ? completedWithoutContext() : List.of();
    List<Path> contexts = silent.stream().map(OldSpec::context).toList();
    List<Path> made = new ArrayList<>(contexts);
    made.addAll(epics);
    Relinking relinking = Relinking.of(repository, moves, made, Map.of());
    relinking.left().addAll(left(below, moves));
    Drafts drafts = relinking.drafts();
    int relinked = drafts.paths().size();
    LinkWorld then = relinking.after();
    epics.forEach(each -> drafts.make(each, MissingEpic.text(each, wish.now())));
    FamilyLinks family = new FamilyLinks(then, drafts, specs);
    List<PastContext> past = makeContexts(silent, moves, family, drafts);
    for (OldSpec each : specs.values()) {
      boolean context = each.oldContext().isPresent() || contexts.contains(each.context());
      if (context && (each.standing().old() || contexts.contains(each.context()))) {
        family.withContext(each);
      }
    }
    // What matters most comes first: a file that is too small for all gets the first of them.
    past.forEach(each -> register(each, each.links(), family, drafts));
    specs.values().forEach(family::withParent);
    past.forEach(each -> register(each, each.code(), family, drafts));
    registerMoved(then, moves, family, drafts);
    trace(relinking.filesAfter(), then, moves, past, drafts);
    return new Plan(relinking.change(relinked), contexts, epics);
  }

  private SpecDocument document(Path file) {
    SpecDocument known = documents.get(file);
    if (known != null) {
      return known;
    }
    String text = "";
    try {
      text = repository.text(file);
    } catch (Failure.Invalid failure) {
      problems.addAll(failure.problems());
    } catch (Failure.Unavailable failure) {
      // One that was deleted and not committed is among the obstacles already.
      if (repository.unready().isEmpty()) {
        throw failure;
      }
    }
    SpecDocument document = SpecDocument.parse(file.toString(), text);
    documents.put(file, document);
    return document;
  }

  private List<Path> missingEpics(Set<SpecId> missing) {
    List<Path> made = new ArrayList<>();
    for (SpecId id : missing) {
      Path folder = repository.places().specs().resolve(id.toString());
      if (!wish.epics()) {
        problems.add(
            Problem.of(
                    "missing-epic",
                    "specs of its thousand need the epic " + id + ", which is missing")
                .at(folder.toString())
                .remedy(
                    "write "
                        + folder.resolve("epic.md")
                        + " and commit it, or call again with --make-epics"));
        continue;
      }
      Path document = folder.resolve("epic.md");
      Standing standing =
          new Standing(id, Optional.of(SpecKind.EPIC), document, Optional.of(folder), false);
      Path context = folder.resolve("context.md");
      specs.put(
          id, OldSpec.at(standing, SpecKind.EPIC, Optional.empty(), folder, Optional.of(context)));
      SpecDocument _ = documents.put(document, SpecDocument.parse(document.toString(), ""));
      made.add(document);
      made.add(context);
    }
    return made;
  }

  private List<OldSpec> completedWithoutContext() {
    Set<Path> standing = repository.others();
    return specs.values().stream()
        .filter(each -> each.oldContext().isEmpty() && !standing.contains(each.context()))
        .filter(each -> isCompleted(document(each.standing().document())))
        .toList();
  }

  private static boolean isCompleted(SpecDocument document) {
    String status = document.find("status").orElse("").toLowerCase(Locale.ROOT);
    String letters = status.replaceAll("^[^a-z]+", "");
    return letters.startsWith("complete") || letters.equals("done");
  }

  private List<PastContext> makeContexts(
      List<OldSpec> silent, MovePlan moves, FamilyLinks family, Drafts drafts)
      throws InterruptedException {
    if (silent.isEmpty()) {
      return List.of();
    }
    GitPast git = new GitPast(repository.git(), repository.places().root());
    Past past =
        new Past(
            git, repository.places().specs(), specs, each -> document(each.standing().document()));
    Set<Path> files = new HashSet<>(repository.files());
    List<PastContext> contexts = new ArrayList<>();
    for (OldSpec spec : silent) {
      SpecDocument document = document(spec.standing().document());
      Past.Making making = past.of(spec);
      List<Path> made =
          making.created().stream()
              .map(Path::of)
              .filter(files::contains)
              .map(moves::moved)
              .toList();
      PastContext context =
          new PastContext(spec, document, making, repository.places().workspace(), made);
      Optional<String> parent = spec.parent().map(specs::get).map(family::title);
      drafts.make(spec.context(), context.text(parent, wish.now()));
      contexts.add(context);
    }
    return contexts;
  }

  private void trace(
      Set<Path> all, LinkWorld world, MovePlan moves, List<PastContext> past, Drafts drafts) {
    Places places = repository.places();
    Set<Path> files = new HashSet<>(all);
    files.removeIf(each -> !each.startsWith(places.specs()));
    Set<Path> own = new HashSet<>(moves.moves().values());
    past.forEach(each -> own.addAll(each.links()));
    own.removeIf(each -> !repository.isSmall(moves.former(each)));
    new TraceBacks(
            places,
            world,
            drafts,
            files,
            file ->
                Disk.readHead(places.root().resolve(moves.former(file)), LinkedDocument.HEAD_BYTES),
            specs.values())
        .add(own);
  }

  /// Names the files in a spec's own `deliverables/` in both of its registers.
  private void registerMoved(LinkWorld world, MovePlan moves, FamilyLinks family, Drafts drafts) {
    for (OldSpec spec : specs.values()) {
      List<Path> own = moves.deliverables(spec);
      for (Path owner : List.of(spec.document(), spec.context())) {
        if (!world.isFile(owner)) {
          continue;
        }
        for (Path each : own) {
          if (!family.leadsTo(owner, each)) {
            String from = SpecEntry.relative(repository.places().workspace(), owner);
            String to = SpecEntry.relative(repository.places().workspace(), each);
            MissingWay way =
                new MissingWay(
                    MissingWay.Kind.REGISTER, from, to, Place.of(from), "not registered");
            WayBack.added(way, drafts.text(owner), Standing.name(each), "")
                .ifPresent(text -> drafts.add(owner, text));
          }
        }
      }
    }
  }

  /// Names files in the spec's own register.
  private static void register(
      PastContext context, List<Path> made, FamilyLinks family, Drafts drafts) {
    Path file = context.spec().document();
    String text = drafts.text(file);
    for (Path each : made) {
      if (!family.leadsTo(file, each)) {
        String line = context.specLine(each);
        text = Appending.toSection(file.toString(), text, "Deliverables", line);
      }
    }
    drafts.add(file, text);
  }

  /// What stands below `specs/` and is not moved although a reader might expect it.
  private List<String> left(List<Path> below, MovePlan moves) {
    Path folder = repository.places().specs();
    List<String> left = new ArrayList<>();
    moves.left().forEach(each -> left.add(each + ": " + repository.whyLeft(each)));
    Set<Path> strange = new LinkedHashSet<>();
    for (Path file : below) {
      Path inside = folder.relativize(file);
      boolean ours = SpecId.parse(inside.getName(0).toString()).isPresent();
      if (inside.getNameCount() > 1 && !ours && !moves.moves().containsKey(file)) {
        strange.add(folder.resolve(inside.getName(0)));
      }
    }
    strange.forEach(each -> left.add(each + ": it holds no spec of the old layout"));
    return left;
  }
}
