package dev.speckit.spec;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Makes new specs. Ids are given out under a lock between processes, so that two calls at once get
/// two ids.
///
/// A crash between the steps leaves nothing, a spec without its context, or a spec that its parent
/// does not name yet; `check` warns of the last two.
final class SpecCreator {
  private static final int TITLE_LENGTH_MAX = 200;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final Host host;
  private final Path workspace;
  private final SpecTree tree;
  private final Function<Path, Set<Integer>> idsElsewhere;

  /// @param idsElsewhere ids used on other local branches of a workspace
  SpecCreator(Host host, Path workspace, Function<Path, Set<Integer>> idsElsewhere) {
    this.host = host;
    this.workspace = workspace;
    this.tree = SpecTree.open(workspace);
    this.idsElsewhere = idsElsewhere;
  }

  /// @param parent id or alias; empty for an epic, or when only one parent is possible
  /// @param wanted the id asked for; empty for the next free one
  SpecEntry create(SpecKind kind, String title, Optional<String> parent, Optional<String> wanted)
      throws InterruptedException {
    checkTitle(title);
    try (FileLock _ = FreeIds.lock(workspace)) {
      Optional<SpecEntry> owner = parent(kind, parent);
      SpecId id = id(kind, wanted, owner);
      write(id, kind, title.strip(), owner);
      return tree.find(id.toString());
    }
  }

  private static void checkTitle(String title) {
    if (title.isBlank() || title.strip().length() > TITLE_LENGTH_MAX) {
      throw new Failure.Usage(
          Problem.of("bad-title", "a title has 1 to " + TITLE_LENGTH_MAX + " characters")
              .remedy("give a short title in quotes"));
    }
    if (title.indexOf('\uFFFD') >= 0) {
      throw new Failure.Usage(
          Problem.of("bad-title", "the title holds characters that this locale cannot pass on")
              .remedy("call again with LC_ALL=C.UTF-8 in the environment"));
    }
    boolean broken =
        title.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
    if (broken) {
      throw new Failure.Usage(
          Problem.of("bad-title", "a title is one line without control characters")
              .remedy("remove line feeds, tabs and escapes from the title"));
    }
  }

  private Optional<SpecEntry> parent(SpecKind kind, Optional<String> reference) {
    if (kind == SpecKind.EPIC) {
      if (reference.isPresent()) {
        throw new Failure.Usage(
            Problem.of("bad-parent", "an epic has no parent").remedy("leave --parent out"));
      }
      return Optional.empty();
    }
    SpecKind needed = kind == SpecKind.FEATURE ? SpecKind.EPIC : SpecKind.FEATURE;
    SpecEntry found = reference.isPresent() ? tree.find(reference.get()) : onlyParent(kind, needed);
    if (found.kind() != needed) {
      throw new Failure.Usage(
          Problem.of(
                  "bad-parent",
                  "the parent of "
                      + kind.withArticle()
                      + " is "
                      + needed.withArticle()
                      + ", and "
                      + found.id()
                      + " is "
                      + found.kind().withArticle())
              .remedy("give the id of a " + needed.word() + " with --parent"));
    }
    SpecTree.Text text = tree.readText(found.documentPath());
    Problem problem = text.problem();
    if (problem != null) {
      throw new Failure.Invalid(problem);
    }
    return Optional.of(found);
  }

  private SpecEntry onlyParent(SpecKind kind, SpecKind needed) {
    List<SpecEntry> candidates =
        tree.all().stream().filter(entry -> entry.kind() == needed).toList();
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    String which =
        candidates.isEmpty()
            ? "make one first: speckit new " + needed.word() + " TITLE"
            : "give one with --parent: "
                + String.join(
                    ", ",
                    candidates.stream()
                        .limit(10)
                        .map(each -> each.id() + " (" + each.document().title() + ")")
                        .toList());
    throw new Failure.Usage(
        Problem.of(
                "no-parent",
                kind.withArticle() + " needs " + needed.withArticle() + " as its parent")
            .remedy(which));
  }

  private SpecId id(SpecKind kind, Optional<String> wanted, Optional<SpecEntry> owner) {
    Set<Integer> used = new HashSet<>(idsElsewhere.apply(workspace));
    tree.layout().located().forEach(each -> used.add(each.id().number()));
    FreeIds ids = new FreeIds(used, "leave --id out to get the next free one");
    SpecId epic = owner.map(each -> each.id().epic()).orElse(new SpecId(1000));
    if (wanted.isPresent()) {
      return ids.wanted(kind, wanted.get(), epic);
    }
    return kind == SpecKind.EPIC ? ids.nextEpic() : ids.nextOf(epic);
  }

  private void write(SpecId id, SpecKind kind, String title, Optional<SpecEntry> owner) {
    Path document = documentPath(id, kind, owner);
    Path context =
        document.resolveSibling(kind == SpecKind.TASK ? id + ".context.md" : "context.md");
    String now = MINUTE.format(host.clock().instant().atZone(ZoneId.systemDefault()));
    String parentTitle = owner.map(SpecEntry::shownTitle).orElse(null);
    Templates.Filling filling = new Templates.Filling(id, kind, title, parentTitle, now);
    List<Path> made = new ArrayList<>();
    Path folder = document.resolveSibling("");
    if (!Disk.exists(folder)) {
      made.add(folder);
    }
    try {
      createFile(document, Templates.document(filling));
      made.add(document);
      createFile(context, Templates.context(filling));
      made.add(context);
      owner.ifPresent(each -> nameChild(each, Templates.childLine(kind, id, title), kind));
    } catch (Failure failure) {
      undo(made, failure);
      throw failure;
    }
  }

  /// A spec is there as a whole or not at all. What cannot be removed must not hide why.
  private static void undo(List<Path> made, Failure failure) {
    for (Path path : made.reversed()) {
      try {
        Disk.delete(path);
      } catch (Failure.Unavailable | IllegalArgumentException left) {
        failure.addSuppressed(left);
      }
    }
  }

  private Path documentPath(SpecId id, SpecKind kind, Optional<SpecEntry> owner) {
    return switch (kind) {
      case EPIC -> tree.specs().resolve(id.toString()).resolve("epic.md");
      case FEATURE ->
          owner.orElseThrow().documentPath().resolveSibling(id.toString()).resolve("spec.md");
      case TASK -> owner.orElseThrow().documentPath().resolveSibling(id + ".spec.md");
    };
  }

  private void createFile(Path file, String text) {
    if (!Disk.create(file, text.getBytes(StandardCharsets.UTF_8))) {
      throw new Failure.Invalid(
          Problem.of("file-exists", "a file stands where the new spec would be written")
              .at(SpecEntry.relative(workspace, file))
              .remedy("move it away, or ask for another id with --id"));
    }
  }

  private static void nameChild(SpecEntry parent, String line, SpecKind child) {
    String text = Disk.readText(parent.documentPath());
    String section = child == SpecKind.TASK ? "Tasks" : "Features";
    String spliced = Appending.toSection(parent.document().name(), text, section, line);
    Disk.write(parent.documentPath(), spliced);
  }
}
