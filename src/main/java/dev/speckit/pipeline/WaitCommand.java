package dev.speckit.pipeline;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.run.Journal;
import dev.speckit.run.RunTable;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `speckit wait`: returns when a run is not under way any more.
public final class WaitCommand implements Command {
  /// Between two looks at the store; the end of the process that carries the run is seen at once.
  private static final Duration STEP = Duration.ofMillis(500);

  private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

  private final Host host;

  public WaitCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("wait", "Wait until a run is not under way any more")
        .description(
            """
            Ends with the exit code of the run. When the time is over, or the speckit that carried \
            the run is gone, it ends with 3 and says so.\
            """)
        .parameters(
            Parameter.required("run", "The run's id, the beginning of one, a spec's id, or `last`"),
            Parameter.option("timeout", "TIME", "At most this long: 30s, 10m, 2h"))
        .example("wait last --timeout 10m", "Waits for the newest run, at most ten minutes.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    String reference = call.arguments().get("run");
    Optional<Duration> timeout = call.arguments().find("timeout").map(WaitCommand::timeout);
    try (Store store = Runs.openStore(host, workspace).orElseThrow(() -> Runs.unknown(reference))) {
      RunTable.RunRow row = Runs.ofRunOrSpec(store, workspace, reference);
      Journal journal = new Journal(store, host);
      long begin = System.nanoTime();
      while (Runs.isUnderWay(row)) {
        Duration waited = Duration.ofNanos(System.nanoTime() - begin);
        Duration left = timeout.map(most -> most.minus(waited)).orElse(STEP);
        if (!left.isPositive()) {
          return late(workspace, journal, row);
        }
        awaitOwner(row, left.compareTo(STEP) < 0 ? left : STEP);
        row = find(store, row.run());
      }
      // Its owner may have written the end after the last look.
      RunTable.RunRow ended = find(store, row.run());
      return Runs.isInterrupted(ended)
          ? interrupted(workspace, journal, ended)
          : RunReport.read(workspace, journal, ended).ended();
    }
  }

  private static RunTable.RunRow find(Store store, String run) throws InterruptedException {
    return store
        .read(transaction -> RunTable.find(transaction, run))
        .orElseThrow(() -> Runs.unknown(run));
  }

  /// A speckit that has written the end of its run may live on.
  private static void awaitOwner(RunTable.RunRow row, Duration most) throws InterruptedException {
    ProcessIdentity owner = row.owner();
    if (owner != null) {
      boolean _ = owner.awaitEnd(most);
    }
  }

  private static Report late(Path workspace, Journal journal, RunTable.RunRow row)
      throws InterruptedException {
    return RunReport.read(workspace, journal, row)
        .seen()
        .ending(
            ExitCode.ENVIRONMENT,
            Problem.of("still-under-way", "run " + row.run() + " is still under way")
                .remedy("wait longer, or `speckit cancel " + row.run() + "`"));
  }

  private static Report interrupted(Path workspace, Journal journal, RunTable.RunRow row)
      throws InterruptedException {
    return RunReport.read(workspace, journal, row)
        .seen()
        .ending(
            ExitCode.ENVIRONMENT,
            Problem.of("interrupted", "the speckit that carried run " + row.run() + " is gone")
                .remedy("`speckit resume " + row.run() + "` goes on with it"));
  }

  private static Duration timeout(String text) {
    Matcher matcher = TIMEOUT.matcher(text);
    if (!matcher.matches()) {
      throw new Failure.Usage(
          Problem.of("no-time", "`" + Harmless.text(text) + "` is no time")
              .remedy("say it as 30s, 10m or 2h"));
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
