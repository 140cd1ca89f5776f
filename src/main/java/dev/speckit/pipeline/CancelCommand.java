package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.host.Leftovers;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.RunTable;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `speckit cancel`: stops a run from elsewhere.
public final class CancelCommand implements Command {
  /// An agent gets 2 s after the termination signal and is killed then; the rest is bookkeeping.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String CANCELLED = "The run is cancelled.";

  private final Host host;

  public CancelCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("cancel", "Stop a run and all its agents")
        .description(
            """
            Writes the wish into the run's journal, then signals the speckit process that carries \
            it and waits until it has ended. Answers that are recorded stay, and git keeps what \
            agents left in their work trees; `speckit resume` goes on with the run.\
            """)
        .parameters(Parameter.required("run", "The run's id, the beginning of one, or `last`"))
        .example("cancel last", "Stops the newest run.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    String reference = call.arguments().get("run");
    try (Store store =
        new Fence(workspace).openStore(host).orElseThrow(() -> Runs.unknown(reference))) {
      Journal journal = new Journal(store, host);
      RunTable.RunRow row = Runs.find(store, reference);
      if (row.state() != RunState.RUNNING && row.state() != RunState.WAITING) {
        return report(workspace, journal, row.run(), "The run is not under way; nothing was done.");
      }
      journal.append(row.run(), new RunEvent.CancelRequested("cancel"));
      ProcessIdentity owner = row.owner();
      if (owner != null && owner.isAlive()) {
        endOwner(row, owner);
      }
      Leftovers.end(row.run());
      String line = settle(journal, row.run());
      List<String> _ =
          new Tidying(new WorkPlaces(host, workspace, row.run()))
              .tidy(journal.read(row.run()).orElseThrow());
      return report(workspace, journal, row.run(), line);
    }
  }

  private static void endOwner(RunTable.RunRow row, ProcessIdentity owner)
      throws InterruptedException {
    owner.terminate();
    if (!owner.awaitEnd(PATIENCE)) {
      throw new Failure.Unavailable(
          Problem.of(
                  "owner-does-not-end",
                  "the speckit process "
                      + owner.pid()
                      + " that carries run "
                      + row.run()
                      + " did not end within "
                      + PATIENCE.toSeconds()
                      + " s")
              .remedy("the wish is recorded; end the process and run `speckit cancel` again"));
    }
  }

  /// An owner that was killed, or that waits for a person, writes no end: it is written here. One
  /// that was faster than the signal has ended the run itself.
  ///
  /// @return what came of the wish
  private static String settle(Journal journal, String id) throws InterruptedException {
    Run run = journal.read(id).orElseThrow();
    if (run.stopped() == null || run.state() == RunState.WAITING) {
      journal.stop(
          id,
          new RunEvent.Stopped(RunState.CANCELLED, ExitCode.INTERRUPTED, "cancelled by a person"));
      return CANCELLED;
    }
    return run.state() == RunState.CANCELLED
        ? CANCELLED
        : "The run had stopped before it could be cancelled.";
  }

  private static Report report(Path workspace, Journal journal, String run, String line)
      throws InterruptedException {
    RunTable.RunRow row =
        journal.store().read(transaction -> RunTable.find(transaction, run)).orElseThrow();
    return Report.of(
        RunReport.read(workspace, journal, row).json(),
        row.state() == RunState.DONE
            ? Block.Notes.of(line)
            : Block.Notes.of(line, "`speckit resume " + run + "` goes on with it."));
  }
}
