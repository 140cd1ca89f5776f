package dev.speckit.work;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
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
import java.util.function.Supplier;

/// `hook install|remove`: a hook of git that records each commit at once in the open work sessions.
public final class HookCommand implements Command {
  /// A commit must not wait long for a journal; what is missed is found at the next action.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Host host;
  private final Supplier<List<String>> launcher;

  /// @param launcher the words that start speckit, the first one absolute
  public HookCommand(Host host, Supplier<List<String>> launcher) {
    this.host = host;
    this.launcher = launcher;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("hook", "Record commits in the work session by a hook of git")
        .description(
            "Puts a marked block into the repository's post-commit hook, or takes it out again;"
                + " what else stands in the hook is kept. Without the hook commits are found at"
                + " the next action of the session. A commit never fails because of it.")
        .parameters(Parameter.choice("what", "What to do", List.of("install", "remove", "run")))
        .example("hook install", "Records each commit from now on.")
        .example("hook remove", "Takes the block out of the hook.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    return switch (call.arguments().get("what")) {
      case "install" -> install();
      case "remove" -> remove();
      case "run" -> record();
      default -> throw new IllegalStateException("not a choice");
    };
  }

  private Report install() throws InterruptedException {
    Repository repository = repository();
    Path file = hook(repository);
    String before = Disk.exists(file) ? Disk.readText(file) : "";
    String prefix = repository.prefix();
    String folder = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    String after = HookFile.with(file.toString(), before, launcher.get(), folder);
    if (!after.equals(before)) {
      Disk.write(file, after);
    }
    Disk.makeExecutable(file);
    return report(file, after.equals(before) ? "there already" : "installed");
  }

  private Report remove() throws InterruptedException {
    Path file = hook(repository());
    String before = Disk.exists(file) ? Disk.readText(file) : "";
    if (!HookFile.isIn(before)) {
      return report(file, "not there");
    }
    String after = HookFile.without(before);
    if (HookFile.isEmpty(after)) {
      Disk.delete(file);
    } else {
      Disk.write(file, after);
    }
    return report(file, "removed");
  }

  private static Report report(Path file, String what) {
    return Report.of(
        Json.fields().with("hook", file.toString()).with("state", what),
        new Block.Facts(List.of(Block.Facts.fact("hook " + what, file.toString()))));
  }

  private Repository repository() throws InterruptedException {
    Path workspace = Workspace.find(host);
    return Repository.of(host, workspace)
        .orElseThrow(() ->
            new Failure.Unavailable(
                Problem.of("no-repository", "there is no git repository here")
                    .at(workspace.toString())
                    .remedy("git init")));
  }

  private static Path hook(Repository repository) throws InterruptedException {
    Path file = repository.committing().hooks().resolve("post-commit");
    return Disk.isLink(file) ? Disk.realPath(file).orElse(file) : file;
  }

  /// Called by the hook. Whatever goes wrong here, the commit is made and stays.
  private Report record() throws InterruptedException {
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
    Worker worker = Worker.of(host, Repository.of(host, workspace));
    for (SpecTree.Located located : tree.layout().located()) {
      if (!isOpen(workspace, located, worker)) {
        continue;
      }
      try {
        Scene scene = Scene.of(host, tree, tree.read(located), false);
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
