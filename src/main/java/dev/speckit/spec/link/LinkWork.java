package dev.speckit.spec.link;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Git;
import dev.speckit.host.GitMoves;
import dev.speckit.host.GitTrail;
import dev.speckit.host.Host;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/// Reads a workspace for `link fix`, and writes what was planned: each file whole, under the locks
/// of the spec it belongs to.
final class LinkWork implements LinkFix.Tracing {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Host host;
  private final SpecTree tree;
  private final TraceComments comments;
  private final List<SpecEntry> entries;
  private final List<LinkFindings.SpecPlace> places;
  private final Map<String, SpecEntry> owners = new HashMap<>();

  LinkWork(Host host, SpecTree tree, TraceComments comments) {
    this.host = host;
    this.tree = tree;
    this.comments = comments;
    SpecTree.Layout layout = tree.layout();
    this.entries = tree.all(layout);
    this.places =
        layout.located().stream()
            .map(each -> LinkFindings.SpecPlace.of(tree.workspace(), each))
            .toList();
    for (SpecEntry entry : entries) {
      owners.put(entry.path(), entry);
      owners.put(SpecEntry.relative(tree.workspace(), entry.contextPath()), entry);
    }
  }

  List<LinkFindings.SpecPlace> places() {
    return places;
  }

  /// What links to a document are called, by its path.
  Map<String, String> titles() {
    Map<String, String> titles = new HashMap<>();
    for (LinkFindings.SpecPlace place : places) {
      SpecEntry entry = owners.get(place.document());
      if (entry != null) {
        titles.put(place.document(), entry.shownTitle());
        titles.put(place.context(), "Implementation Journal");
      }
    }
    return titles;
  }

  @Override
  public boolean takesComment(String file) {
    return !entries.isEmpty()
        && comments.added(entries.getFirst(), tree.workspace().resolve(file), "").isPresent();
  }

  @Override
  public Optional<String> traced(String file, String text, String owner) {
    SpecEntry spec = owners.get(owner);
    return spec == null
        ? Optional.empty()
        : comments.added(spec, tree.workspace().resolve(file), text);
  }

  /// A plan and the texts it was made from, of the files that it changes.
  record Planned(LinkFix.Plan plan, Map<String, String> before) {}

  /// @param wanted the files that may be changed
  Planned plan(Predicate<String> wanted) throws InterruptedException {
    return plan(wanted, Map.of());
  }

  /// @param drafts texts of Markdown files that will be written, by path: they count as if they
  ///   were there
  Planned plan(Predicate<String> wanted, Map<String, String> drafts) throws InterruptedException {
    Set<String> files = new TreeSet<>(WorkspaceLinks.files(tree));
    files.addAll(drafts.keySet());
    List<LinkedDocument> documents = new ArrayList<>();
    for (String file : files) {
      document(file, drafts).ifPresent(documents::add);
    }
    Map<String, Optional<String>> read = new HashMap<>();
    drafts.forEach((file, text) -> read.put(file, Optional.of(text)));
    LinkFix.Plan plan =
        LinkFix.plan(
            new LinkFix.World(
                List.copyOf(files),
                documents,
                new WorkspaceLinks(tree),
                places,
                renames(),
                file ->
                    wanted.test(file) ? read.computeIfAbsent(file, this::text) : Optional.empty(),
                titles(),
                this));
    Map<String, String> before = new HashMap<>();
    plan.texts()
        .keySet()
        .forEach(file ->
            read.getOrDefault(file, Optional.empty()).ifPresent(text -> before.put(file, text)));
    return new Planned(plan, before);
  }

  private Optional<LinkedDocument> document(String file, Map<String, String> drafts) {
    String draft = drafts.get(file);
    return draft == null
        ? WorkspaceLinks.document(tree, file)
        : Optional.of(LinkedDocument.markdown(file, MarkdownLines.of(file, draft)));
  }

  private Optional<String> text(String file) {
    SpecTree.Text text = tree.readText(tree.workspace().resolve(file));
    return text.problem() == null ? Optional.of(text.text()) : Optional.empty();
  }

  /// Without git nothing is known of renames, and the links that need it stay as they are.
  private Renames renames() throws InterruptedException {
    Optional<Git> git = Git.find(host);
    Optional<Path> root = git.isEmpty() ? Optional.empty() : git.get().root(tree.workspace());
    Optional<Path> real = Disk.realPath(tree.workspace());
    if (root.isEmpty() || real.isEmpty()) {
      return Renames.unknown();
    }
    String below = SpecEntry.relative(root.get(), real.get());
    String prefix = below.isEmpty() ? "" : below + "/";
    GitMoves moves = new GitMoves(git.get(), root.get());
    List<GitTrail.Move> found = new ArrayList<>();
    for (GitTrail.Move move : moves.trail().moves()) {
      if (move.from().startsWith(prefix)) {
        // What left the workspace is gone as far as its links go.
        String to = move.to().startsWith(prefix) ? move.to().substring(prefix.length()) : "";
        found.add(new GitTrail.Move(move.from().substring(prefix.length()), to));
      }
    }
    return new Renames(new GitTrail(found), file -> waiting(() -> moves.textAtHead(prefix + file)));
  }

  private static <T> T waiting(Callable<T> work) {
    try {
      return work.call();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure.Interrupted(
          dev.speckit.failure.Problem.of("interrupted", "interrupted while waiting"));
    } catch (Failure failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Writes the new texts.
  ///
  /// @return the files that were left
  List<LinkFix.Left> write(Planned planned) throws InterruptedException {
    List<LinkFix.Left> left = new ArrayList<>();
    for (Map.Entry<String, String> each : planned.plan().texts().entrySet()) {
      Optional<String> before = Optional.ofNullable(planned.before().get(each.getKey()));
      if (!write(each.getKey(), before, each.getValue())) {
        left.add(
            new LinkFix.Left(
                Place.of(each.getKey()),
                "changed-meanwhile",
                "somebody changed the file just now"));
      }
    }
    return left;
  }

  /// Writes one file under the locks of the spec to which it belongs.
  ///
  /// @param before the text from which the new one was made; empty for a file to be made
  /// @return false when somebody changed or made the file since; it stays as it is
  boolean write(String file, Optional<String> before, String text) throws InterruptedException {
    Path path = tree.workspace().resolve(file);
    try (FileLock _ = Workspace.lock(tree.workspace(), "work-" + lockName(file), PATIENCE);
        FileLock _ = Workspace.lock(tree.workspace(), "ids", PATIENCE)) {
      if (before.isEmpty()) {
        Workspace.refuseOutside(tree.workspace(), path);
        return Disk.create(path, text.getBytes(StandardCharsets.UTF_8));
      }
      if (!text(file).equals(before)) {
        return false;
      }
      Disk.write(path, text);
      return true;
    }
  }

  private String lockName(String file) {
    SpecEntry owner = owners.get(file);
    if (owner != null) {
      return owner.id().toString();
    }
    String folder = LinkResolver.folder(file);
    while (!folder.isEmpty()) {
      String name = LinkResolver.name(folder);
      if (dev.speckit.spec.SpecId.parse(name).isPresent()) {
        return name;
      }
      folder = LinkResolver.folder(folder);
    }
    return "specs";
  }
}
