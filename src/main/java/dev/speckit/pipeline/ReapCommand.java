package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.host.Leftovers;
import dev.speckit.json.Json;
import dev.speckit.run.RunTable;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `speckit reap`: ends agents whose speckit is gone.
public final class ReapCommand implements Command {
  private static final String DRY_RUN = "dry-run";

  private final Host host;

  public ReapCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("reap", "End agents whose speckit was killed")
        .description(
            """
            An agent that runs on after its speckit was killed is asked to end, and forced after \
            2 s, with all that it started. Agents of a speckit that still runs are left alone. \
            `speckit run` and `speckit resume` do the same before they start anybody.\
            """)
        .parameters(Parameter.flag(DRY_RUN, "Show who would be ended, and end nobody"))
        .example("reap --dry-run", "Shows what killed speckits left running.")
        .example("reap", "Ends it.");
  }

  /// What came of the processes of one attempt.
  private enum Fate {
    LEFT_BEHIND("would be ended"),
    ENDED("ended"),
    STILL_THERE("could not be ended"),
    OWNED("left alone: its run is under way");

    private final String words;

    Fate(String words) {
      this.words = words;
    }
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    boolean dryRun = call.arguments().has(DRY_RUN);
    List<RunningAttempt> left =
        RunningAttempt.of(host, workspace).stream().filter(each -> !each.ownerAlive()).toList();
    Map<String, Fate> fates = new HashMap<>();
    for (RunningAttempt attempt : left) {
      String run = attempt.run().run();
      if (!fates.containsKey(run)) {
        fates.put(run, dryRun ? Fate.LEFT_BEHIND : end(workspace, attempt.run()));
      }
    }
    return report(left, fates, dryRun);
  }

  /// A clock that was set moves the start of every process, and an owner seems gone that is not:
  /// the lock of its spec knows better.
  private static Fate end(Path workspace, RunTable.RunRow row) throws InterruptedException {
    try (FileLock _ = FileLock.acquire(RunStart.lockFile(workspace, row.spec()), Duration.ZERO)) {
      return Leftovers.end(row.run()).isEmpty() ? Fate.ENDED : Fate.STILL_THERE;
    } catch (Failure.Unavailable unavailable) {
      if (RunStart.isLocked(unavailable)) {
        return Fate.OWNED;
      }
      throw unavailable;
    }
  }

  private static Report report(List<RunningAttempt> left, Map<String, Fate> fates, boolean dryRun) {
    List<Json.Fields> attempts = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    for (RunningAttempt attempt : left) {
      Fate fate = fates.getOrDefault(attempt.run().run(), Fate.OWNED);
      attempts.add(PsCommand.named(attempt).with("ended", fate == Fate.ENDED));
      rows.add(
          List.of(
              Cell.of(attempt.run().run()),
              Cell.of(attempt.stage()),
              Cell.of(attempt.agent()),
              Cell.of(
                  attempt.processes().stream()
                      .map(process -> Long.toString(process.pid()))
                      .collect(Collectors.joining(" "))),
              Cell.of(fate.words)));
    }
    Json.Fields data = Json.fields().with("dry_run", dryRun).with("attempts", attempts);
    if (left.isEmpty()) {
      return Report.of(data, Block.Notes.of("Nothing is left of a speckit that is gone."));
    }
    Report report =
        Report.of(
            data, new Block.Table("", List.of("run", "stage", "agent", "pids", "what"), rows));
    return fates.containsValue(Fate.STILL_THERE)
        ? report.ending(
            ExitCode.ENVIRONMENT,
            Problem.of("processes-left", "some processes could not be ended")
                .remedy("`speckit ps` shows them; end them with the rights of their user"))
        : report;
  }
}
