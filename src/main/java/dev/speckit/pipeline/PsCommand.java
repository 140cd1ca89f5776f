package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.host.Host;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.json.Json;
import dev.speckit.spec.Workspace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `speckit ps`: which agents run now in this workspace, and what they use.
public final class PsCommand implements Command {
  private final Host host;

  public PsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("ps", "Show which agents run now")
        .description(
            """
            Every attempt of a run of this workspace that has a process: its run, how long it \
            runs, what it and its children use, and how much it has written. An attempt whose \
            speckit was killed is marked `owner gone`: `speckit reap` ends it. On Linux only.\
            """)
        .example("ps", "Shows the agents of this workspace that run now.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    List<RunningAttempt> running = RunningAttempt.of(host, Workspace.find(host));
    Json.Fields data =
        Json.fields().with("attempts", running.stream().map(PsCommand::json).toList());
    if (running.isEmpty()) {
      return Report.of(data, Block.Notes.of("No agent runs."));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Table(
            "",
            List.of(
                "run", "spec", "stage", "agent", "attempt", "pid", "since", "cpu", "memory",
                "output", "owner"),
            running.stream().map(PsCommand::cells).toList()));
    if (running.stream().anyMatch(each -> !each.ownerAlive())) {
      blocks.add(Block.Notes.of("`speckit reap` ends those whose owner is gone."));
    }
    return Report.of(data, blocks);
  }

  /// What names the attempt and its processes; for `reap` as well.
  static Json.Fields named(RunningAttempt attempt) {
    return Json.fields()
        .with("run", attempt.run().run())
        .with("spec", Integer.toString(attempt.run().spec()))
        .with("stage", attempt.stage())
        .with("agent", attempt.agent())
        .with("attempt", attempt.attempt())
        .with(
            "pids",
            attempt.processes().stream()
                .map(ProcessIdentity::pid)
                .map(pid -> new Json.Numeral(BigDecimal.valueOf(pid)))
                .toList())
        .with("started_at", attempt.since());
  }

  private static Json.Fields json(RunningAttempt attempt) {
    return named(attempt)
        .with("cpu_ms", attempt.cpuMillis())
        .with("memory_bytes", attempt.memoryBytes())
        .withPresent("output_bytes", attempt.outputBytes())
        .with("owner_alive", attempt.ownerAlive());
  }

  private static List<Cell> cells(RunningAttempt attempt) {
    int more = attempt.processes().size() - 1;
    Long output = attempt.outputBytes();
    return List.of(
        Cell.of(attempt.run().run()),
        Cell.of(Integer.toString(attempt.run().spec())),
        Cell.of(attempt.stage()),
        Cell.of(attempt.agent()),
        Cell.of(Integer.toString(attempt.attempt())),
        Cell.of(attempt.first().pid() + (more == 0 ? "" : " and " + more)),
        Cell.of(Json.timestamp(attempt.since())),
        Cell.of(String.format(Locale.ROOT, "%.1f s", attempt.cpuMillis() / 1000.0)),
        Cell.of((attempt.memoryBytes() >> 20) + " MiB"),
        Cell.of(output == null ? "" : output + " bytes"),
        attempt.ownerAlive() ? Cell.of("alive") : Cell.of("gone", Tone.WARNING));
  }
}
