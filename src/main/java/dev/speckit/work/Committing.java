package dev.speckit.work;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Git;
import dev.speckit.host.GitCommitting;
import dev.speckit.host.GitHistory.Commit;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.RegisteredDeliverable;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A commit of the spec, its context, its parents' documents, its deliverables and what is staged.
final class Committing {
  /// A hook of ours that runs inside a commit of ours would wait for a lock that we hold.
  static final String INSIDE = "SPECKIT_IN_COMMIT";

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int SUBJECT_MAX = 72;
  private static final int LEFT_OUT_SHOWN = 5;
  private static final Pattern WIKI_LINK = Pattern.compile("\\[\\[(?:[^|\\]]*\\|)?([^\\]]*)\\]\\]");
  private static final Pattern TRAILER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*: .+");
  private static final Pattern BOOKKEEPING =
      Pattern.compile("(?:- `[0-9a-f]{7,64}`: .*|\\*\\*Updated\\*\\*: .*|#### Commits|\\s*)");

  private final Scene scene;

  Committing(Scene scene) {
    this.scene = scene;
  }

  Journal.Acted commit(Journal journal, Action.Commit commit) throws InterruptedException {
    Repository repository =
        scene
            .repository()
            .orElseThrow(() ->
                new Failure.Unavailable(
                    Problem.of("no-repository", "there is no git repository to commit to")
                        .at(scene.workspace().toString())
                        .remedy("git init")));
    try (FileLock _ = scene.commitLock(PATIENCE);
        FileLock _ = journal.lock()) {
      refuseInProgress(repository);
      Journal.Acted before = journal.write(_ -> {}, true);
      List<Problem> warnings = new ArrayList<>();
      Optional<String> hash = make(repository, commit, before, warnings);
      Optional<Commit> made = Optional.empty();
      if (hash.isPresent()) {
        made = repository.history().find(hash.get());
      }
      leftOut(repository).ifPresent(warnings::add);
      return recorded(journal, before.opened(), made, warnings);
    }
  }

  private static Journal.Acted recorded(
      Journal journal, boolean opened, Optional<Commit> made, List<Problem> warnings)
      throws InterruptedException {
    Journal.Acted acted =
        journal.write(
            page -> {
              made.ifPresent(commit ->
                  page.become(
                      page.context()
                          .withCommits(
                              page.number(), Map.of(commit.shortHash(), commit.subject()))));
              page.tell(
                  made.map(commit -> "Commits: " + commit.shortHash() + " " + commit.subject())
                      .orElse("There is nothing to commit."));
              warnings.forEach(page::warn);
            },
            true);
    Json.Fields data =
        acted
            .data()
            .withPresent("commit", made.map(Commit::hash).orElse(null))
            .withPresent("subject", made.map(Commit::subject).orElse(null));
    return new Journal.Acted(
        acted.context(),
        acted.session(),
        opened,
        acted.told(),
        acted.files(),
        acted.output(),
        acted.warnings(),
        data);
  }

  private void refuseInProgress(Repository repository) throws InterruptedException {
    Optional<String> what = repository.committing().inProgress();
    if (what.isPresent()) {
      throw new Failure.Unavailable(
          Problem.of("git-busy", "a " + what.get() + " is under way")
              .at(repository.root().toString())
              .remedy("end it first (git status says how), then call again"));
    }
    for (Git.Change change : repository.git().status(repository.root())) {
      if (change.state().contains("U") || List.of("AA", "DD").contains(change.state())) {
        throw new Failure.Unavailable(
            Problem.of("git-conflict", "the file has an unresolved conflict")
                .at(change.path())
                .remedy("resolve it, then call again"));
      }
    }
  }

  private Optional<String> make(
      Repository repository, Action.Commit commit, Journal.Acted acted, List<Problem> warnings)
      throws InterruptedException {
    List<Path> paths = new ArrayList<>();
    List<Path> existing = paths(repository, acted);
    List<Path> ignored = repository.committing().ignored(existing);
    for (Path path : existing) {
      if (ignored.contains(path)) {
        warnings.add(
            Problem.of("file-ignored", "git ignores this file, so it is not committed")
                .at(repository.root().relativize(path).toString())
                .remedy("take it out of .gitignore, or add it by hand"));
      } else {
        paths.add(path);
      }
    }
    if (isOnlyBookkeeping(repository, commit, paths)) {
      return Optional.empty();
    }
    if (!scene.trusted() && repository.committing().hasHooks()) {
      warnings.add(
          Problem.of("hooks-not-run", "the hooks of this repository were not run")
              .at(repository.committing().hooks().toString())
              .remedy("speckit trust, if they may run"));
    }
    return repository
        .committing()
        .commit(
            new GitCommitting.Request(
                paths, commit.all(), message(commit, acted), scene.trusted(), Map.of(INSIDE, "1")));
  }

  /// What was changed, is no journal, and is in no commit.
  private Optional<Problem> leftOut(Repository repository) throws InterruptedException {
    List<String> left =
        repository.git().status(repository.root()).stream()
            .map(Git.Change::path)
            .filter(path -> repository.inWorkspace(path).filter(SpecPaths::counts).isPresent())
            .toList();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    String named = String.join(", ", left.subList(0, Math.min(left.size(), LEFT_OUT_SHOWN)));
    int more = left.size() - LEFT_OUT_SHOWN;
    return Optional.of(
        Problem.of(
                "not-committed",
                "not committed: " + named + (more > 0 ? " and " + more + " more" : ""))
            .remedy(
                "git add what belongs to the spec, or: speckit work "
                    + scene.entry().id()
                    + " commit --all"));
  }

  /// What always goes in, as far as it is there; with the links of the workspace's own path
  /// resolved, as git has it.
  private List<Path> paths(Repository repository, Journal.Acted acted) {
    Set<Path> paths = new LinkedHashSet<>();
    paths.add(scene.entry().documentPath());
    paths.add(scene.entry().contextPath());
    scene.ancestors().stream().map(SpecEntry::documentPath).forEach(paths::add);
    acted.context().deliverables().forEach(each -> deliverable(each).ifPresent(paths::add));
    return paths.stream()
        .filter(path -> path.startsWith(scene.workspace()) && Disk.isFile(path))
        .map(path -> repository.folder().resolve(scene.workspace().relativize(path)))
        .toList();
  }

  private Optional<Path> deliverable(RegisteredDeliverable registered) {
    try {
      Path file =
          registered.kind() == DeliverableKind.CODE
              ? scene.workspace().resolve(registered.target())
              : scene.entry().contextPath().resolveSibling(registered.target());
      Path markdown = file.resolveSibling(file.getFileName() + ".md");
      return Optional.of((Disk.exists(file) ? file : markdown).normalize());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// Recording a commit changes the context, and that alone is no reason for another commit.
  private boolean isOnlyBookkeeping(Repository repository, Action.Commit commit, List<Path> paths)
      throws InterruptedException {
    String context = repository.prefix() + scene.shown(scene.entry().contextPath());
    Set<String> ours = new LinkedHashSet<>();
    paths.forEach(path -> ours.add(repository.root().relativize(path).toString()));
    List<String> going =
        repository.git().status(repository.root()).stream()
            .filter(change ->
                commit.all()
                    || ours.contains(change.path())
                    || (change.state().charAt(0) != '.' && !change.state().equals("??")))
            .map(Git.Change::path)
            .toList();
    Optional<String> head = repository.git().head(repository.root());
    if (!going.equals(List.of(context)) || head.isEmpty()) {
      return false;
    }
    Optional<String> old = repository.history().textAt(head.get(), context);
    return old.isPresent()
        && substance(old.get()).equals(substance(Disk.readText(scene.entry().contextPath())));
  }

  private static List<String> substance(String text) {
    return text.lines().filter(line -> !BOOKKEEPING.matcher(line).matches()).toList();
  }

  private String message(Action.Commit commit, Journal.Acted acted) {
    String message = commit.message().map(String::strip).orElse("");
    if (message.isEmpty()) {
      message = scene.entry().id() + ": " + subject(acted);
    }
    String trailer = "Spec: " + scene.entry().id();
    List<String> lines = message.lines().toList();
    if (lines.stream().anyMatch(line -> line.strip().equalsIgnoreCase(trailer))) {
      return message;
    }
    int blank = lines.lastIndexOf("");
    boolean trailers =
        blank > 0 && lines.subList(blank + 1, lines.size()).stream().allMatch(this::isTrailer);
    return message + (trailers ? "\n" : "\n\n") + trailer;
  }

  private boolean isTrailer(String line) {
    return TRAILER.matcher(line).matches();
  }

  /// The first line of what was built last.
  private String subject(Journal.Acted acted) {
    Optional<String> built =
        acted.context().sessions().stream()
            .filter(session -> session.number() == acted.session())
            .flatMap(session -> session.entries(SessionPart.IMPLEMENTATION).stream())
            .map(WorkSession.Entry::text)
            .reduce((_, later) -> later);
    String text = built.orElseGet(() -> scene.entry().shownTitle());
    String line = WIKI_LINK.matcher(text.lines().findFirst().orElse("")).replaceAll("$1");
    String plain = line.replace("`", "").replace("\\", "").strip();
    return plain.length() > SUBJECT_MAX ? plain.substring(0, SUBJECT_MAX - 1) + "…" : plain;
  }
}
