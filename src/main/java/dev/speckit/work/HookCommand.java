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
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.MergeDriver;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// `hook install|remove|status`: what speckit puts into a clone of a repository, which git does not
/// copy: a hook that records each commit at once in the open work sessions, and the merge driver.
public final class HookCommand implements Command {
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
            "Puts a marked block into the repository's post-commit hook, takes it out again, or"
                + " says whether it is there; what else stands in the hook is kept. Without the"
                + " hook commits are found at the next action of the session. A commit never fails"
                + " because of it.\n\nWith the hook comes and goes the setting by which git merges"
                + " the documents of specs through speckit. Without it git merges their lines as"
                + " those of any text.")
        .parameters(Parameter.choice("what", "What to do", List.of("install", "remove", "status")))
        .example("hook install", "Records each commit and merges specs from now on.")
        .example("hook remove", "Takes the block out of the hook.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    return switch (call.arguments().get("what")) {
      case "install" -> install();
      case "remove" -> remove();
      case "status" -> status();
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
    MergeDriver.State driver = driver().install(launcher.get());
    return report(file, after.equals(before) ? "there already" : "installed", driver);
  }

  private Report remove() throws InterruptedException {
    Path file = hook(repository());
    String before = Disk.exists(file) ? Disk.readText(file) : "";
    MergeDriver driver = driver();
    driver.remove();
    if (!HookFile.isIn(before)) {
      return report(file, "not there", driver.state());
    }
    String after = HookFile.without(before);
    if (HookFile.isEmpty(after)) {
      Disk.delete(file);
    } else {
      Disk.write(file, after);
    }
    return report(file, "removed", driver.state());
  }

  private Report status() throws InterruptedException {
    Path file = hook(repository());
    boolean there = Disk.exists(file) && HookFile.isIn(Disk.readText(file));
    return report(file, there ? "installed" : "not there", driver().state());
  }

  private static Report report(Path file, String what, MergeDriver.State driver) {
    return Report.of(
        Json.fields()
            .with("hook", file.toString())
            .with("state", what)
            .with("merge_driver", driver.words()),
        new Block.Facts(
            List.of(
                Block.Facts.fact("hook " + what, file.toString()),
                Block.Facts.fact("merge driver", driver.words()))));
  }

  private MergeDriver driver() throws InterruptedException {
    return MergeDriver.of(host, Workspace.find(host)).orElseThrow(this::noRepository);
  }

  private Repository repository() throws InterruptedException {
    Path workspace = Workspace.find(host);
    return Repository.of(host, workspace).orElseThrow(this::noRepository);
  }

  private Failure noRepository() {
    return new Failure.Unavailable(
        Problem.of("no-repository", "there is no git repository here")
            .at(Workspace.find(host).toString())
            .remedy("git init"));
  }

  private static Path hook(Repository repository) throws InterruptedException {
    Path file = repository.committing().hooks().resolve("post-commit");
    return Disk.isLink(file) ? Disk.realPath(file).orElse(file) : file;
  }
}
