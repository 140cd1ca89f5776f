package dev.speckit.work;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.spec.context.ContextDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `hook-run`: what the installed hook calls after a commit. For git, not for people.
public final class HookRunCommand implements Command {
  static final String NAME = "hook-run";

  /// A commit must not wait long for a journal; what is missed is found at the next action.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Host host;

  public HookRunCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of(NAME, "Record the last commit in the open work sessions")
        .description("Called by the hook that `hook install` puts into a repository.")
        .asHidden();
  }

  /// Whatever goes wrong here, the commit is made and stays.
  @Override
  public Report run(Call call) throws InterruptedException {
    List<String> recorded = new ArrayList<>();
    List<Problem> warnings = new ArrayList<>();
    try {
      Optional<Path> workspace = Workspace.search(host);
      if (workspace.isPresent()) {
        recordIn(workspace.get(), recorded, warnings);
      }
    } catch (Failure failure) {
      warnings.addAll(failure.problems());
    }
    Report report =
        Report.of(
            Json.fields().with("recorded", Json.texts(recorded)),
            Block.Notes.of(
                recorded.isEmpty()
                    ? "No work session of yours is open."
                    : "Recorded in: " + String.join(", ", recorded)));
    for (Problem warning : warnings) {
      report = report.warning(warning);
    }
    return report;
  }

  private void recordIn(Path workspace, List<String> recorded, List<Problem> warnings)
      throws InterruptedException {
    SpecTree tree = SpecTree.open(workspace);
    Optional<Repository> repository = Repository.of(host, workspace);
    if (repository.isPresent() && isUnderWay(repository.get(), warnings)) {
      return;
    }
    Worker worker = Worker.of(host, repository);
    for (SpecTree.Located located : tree.layout().located()) {
      if (!isOpen(workspace, located, worker)) {
        continue;
      }
      try {
        Scene scene = new Scene(host, tree, tree.read(located), repository, worker, false).sound();
        try (FileLock _ = scene.lock(PATIENCE)) {
          Journal.Acted acted = new Journal(scene, Optional.empty()).write(_ -> {}, false);
          warnings.addAll(acted.warnings());
          recorded.add(located.id().toString());
        }
      } catch (Failure failure) {
        warnings.addAll(failure.problems());
      }
    }
  }

  /// A file that changes between two steps of a rebase stops the rebase.
  private static boolean isUnderWay(Repository repository, List<Problem> warnings)
      throws InterruptedException {
    Optional<String> what = repository.committing().inProgress();
    what.ifPresent(name ->
        warnings.add(
            Problem.of("git-busy", "a " + name + " is under way, so nothing was written")
                .at(repository.root().toString())
                .remedy("the next action of the session records its commits")));
    return what.isPresent();
  }

  private static boolean isOpen(Path workspace, SpecTree.Located located, Worker worker) {
    Path file = located.context();
    if (!Disk.isFile(file) || !Workspace.staysInside(workspace, file)) {
      return false;
    }
    try {
      String text = Disk.readText(file);
      return text.contains("**Started**")
          && ContextDocument.of(file.toString(), text).openSession(worker.person()).isPresent();
    } catch (Failure _) {
      return false;
    }
  }
}
