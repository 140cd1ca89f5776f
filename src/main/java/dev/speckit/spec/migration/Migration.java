package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.GitPast;
import dev.speckit.spec.Appending;
import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
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
  private static final long TRACED_BYTES_MAX = 1 << 20;

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

  /// @param drafts texts of changed and new files
  /// @param retargeted symbolic links with the targets they have from now on
  /// @param relinked how many files have links that changed
  /// @param contexts made from the history
  /// @param epics made because specs need them
  /// @param left what was not moved, and why
  /// @param dead links that led nowhere before
  /// @param old places where a path of the old layout stands that is no link
  record Plan(
      MovePlan moves,
      Drafts drafts,
      Map<Path, String> retargeted,
      int relinked,
      List<Path> contexts,
      List<Path> epics,
      List<String> left,
      List<LinkMoves.Dead> dead,
      List<PlainPaths.Old> old) {
    boolean isEmpty() {
      return moves.moves().isEmpty() && drafts.paths().isEmpty();
    }
  }

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
    Set<Path> before = new HashSet<>(files);
    before.addAll(repository.ignored());
    Set<Path> after = new HashSet<>();
    before.forEach(each -> after.add(moves.moved(each)));
    after.addAll(contexts);
    after.addAll(epics);
    LinkWorld now = new LinkWorld(repository.places(), before, repository.odd());
    LinkWorld then = new LinkWorld(repository.places(), after, repository.odd());
    Drafts drafts = new Drafts(path -> repository.text(moves.former(path)));
    List<LinkMoves.Dead> dead = new ArrayList<>();
    List<String> left = left(below, moves);
    if (!moves.moves().isEmpty()) {
      relink(new LinkMoves(repository.places(), now, then, moves), drafts, dead, left);
    }
    PlainPaths plain = PlainPaths.in(repository, now, moves, this::isSmall);
    plain.follow(drafts);
    int relinked = drafts.paths().size();
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
    trace(new HashSet<>(after), then, moves, past, drafts);
    SymbolicLinks links = SymbolicLinks.of(repository, now, moves);
    links.unmended().forEach(left::add);
    return new Plan(
        moves,
        drafts,
        links.targets(),
        relinked,
        contexts,
        epics,
        left,
        dead,
        plain.staying(drafts));
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

  private void relink(LinkMoves links, Drafts drafts, List<LinkMoves.Dead> dead, List<String> left)
      throws InterruptedException {
    Set<Path> files = new LinkedHashSet<>(repository.files());
    for (Path file : files) {
      if (isMarkdown(file)) {
        relink(links, file, drafts, dead, left);
      }
    }
    for (String each : repository.tree().filesWith(WrittenLink.TRACES)) {
      Path file = Path.of(each);
      if (files.contains(file) && !isMarkdown(file) && isSmall(file)) {
        relink(links, file, drafts, dead, left);
      }
    }
  }

  private static boolean isMarkdown(Path file) {
    return Standing.name(file).toLowerCase(Locale.ROOT).endsWith(".md");
  }

  private void relink(
      LinkMoves links, Path file, Drafts drafts, List<LinkMoves.Dead> dead, List<String> left) {
    String text;
    try {
      text = repository.text(file);
    } catch (Failure.Invalid _) {
      left.add(file + ": it is no UTF-8 text, so its links stay as they are");
      return;
    }
    if (text.indexOf('[') < 0) {
      return;
    }
    List<WrittenLink> written =
        isMarkdown(file)
            ? WrittenLink.of(MarkdownLines.of(file.toString(), text))
            : WrittenLink.traces(text);
    LinkMoves.Changed changed = links.of(file, written);
    if (!changed.edits().isEmpty()) {
      drafts.relink(links.plan().moved(file), Edit.apply(text, changed.edits()));
    }
    if (file.startsWith(repository.places().specs())) {
      dead.addAll(changed.dead());
    }
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
      Set<Path> files, LinkWorld world, MovePlan moves, List<PastContext> past, Drafts drafts) {
    Places places = repository.places();
    files.removeIf(each -> !each.startsWith(places.specs()));
    Set<Path> own = new HashSet<>(moves.moves().values());
    past.forEach(each -> own.addAll(each.links()));
    own.removeIf(each -> !isSmall(moves.former(each)));
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

  private boolean isSmall(Path file) {
    return Disk.size(repository.places().root().resolve(file)) <= TRACED_BYTES_MAX;
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
    moves.left().forEach(each -> left.add(each + ": " + why(each)));
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

  private String why(Path path) {
    if (!repository.tracked().containsKey(path)) {
      return "git ignores it";
    }
    String mode = repository.tracked().get(path).mode();
    return mode.equals("160000") ? "it is a submodule" : "it is a symbolic link";
  }

  /// Where a dead link stands, for people.
  static String shown(LinkMoves.Dead dead) {
    Place place = dead.place();
    return place + ": " + dead.target();
  }
}
