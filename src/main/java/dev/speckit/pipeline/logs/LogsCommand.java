package dev.speckit.pipeline.logs;

import dev.speckit.agent.AgentName;
import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.Fence;
import dev.speckit.pipeline.Runs;
import dev.speckit.run.RunTable;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// `speckit logs`: what the agents of a run wrote, attempt by attempt.
public final class LogsCommand implements Command {
  private static final int LINES = 20;
  private static final int LINES_MAX = 100_000;

  private final Host host;

  public LogsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("logs", "Show what the agents of a run wrote")
        .description(
            """
            For each attempt a line that says how it ended, and the end of its output. Nothing in \
            it can act on the terminal: escape sequences and control characters are left out. The \
            files themselves hold every byte; `--json` names them.

            `--follow` shows new output while the run is under way, on stderr like all progress, \
            and ends with the run.\
            """)
        .parameters(
            Parameter.required("run", "The run's id, the beginning of one, or `last`"),
            Parameter.option("agent", "AGENT", "Only this agent"),
            Parameter.option("attempt", "N", "Only the attempts with this number"),
            Parameter.flag("stderr", "Show what it wrote to stderr"),
            Parameter.flag("prompt", "Show what it was asked"),
            Parameter.flag("follow", "Go on while the run is under way"),
            Parameter.option(
                "lines", "N", "At most so many lines of each file, from its end (default: 20)"))
        .example("logs last", "Shows how each attempt of the newest run ended, and its last lines.")
        .example(
            "logs last --agent analyst-delivery --prompt --lines 5",
            "Shows the end of what one agent was asked.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    String reference = call.arguments().get("run");
    LogFilter wanted = wanted(call);
    Optional<Store> found = new Fence(workspace).openStore(host);
    if (found.isEmpty()) {
      throw Runs.unknown(reference);
    }
    try (Store store = found.get()) {
      RunTable.RunRow row = Runs.find(store, reference);
      List<LoggedAttempt> all = attempts(store, row);
      refuseUnknown(wanted, all, row);
      boolean follows = call.arguments().has("follow") && Runs.isUnderWay(row);
      if (follows) {
        new LogFollowing(store, workspace, wanted, call.progress()).until(row.run());
        row = Runs.find(store, row.run());
        all = attempts(store, row);
      }
      return report(workspace, row, all.stream().filter(wanted::takes).toList(), wanted, !follows);
    }
  }

  private static List<LoggedAttempt> attempts(Store store, RunTable.RunRow row)
      throws InterruptedException {
    return store.read(transaction -> LoggedAttempt.all(transaction, row.run()));
  }

  private static LogFilter wanted(Call call) {
    List<String> files = new ArrayList<>();
    if (call.arguments().has("prompt")) {
      files.add("prompt.md");
    }
    if (call.arguments().has("stderr")) {
      files.add("stderr.txt");
    }
    return new LogFilter(
        call.arguments().find("agent").map(AgentName::canonical).orElse(null),
        call.arguments().has("attempt") ? number(call, "attempt", 1, 1_000_000) : null,
        files.isEmpty() ? List.of("stdout.raw") : List.copyOf(files),
        number(call, "lines", LINES, LINES_MAX));
  }

  private static int number(Call call, String option, int fallback, int most) {
    String text = call.arguments().find(option).orElse(Integer.toString(fallback));
    if (text.matches("[1-9][0-9]{0,8}") && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw new Failure.Usage(
        Problem.of("bad-number", "`--" + option + " " + text + "` is no number from 1 to " + most)
            .remedy("give one, such as `--" + option + " " + fallback + "`"));
  }

  private static void refuseUnknown(
      LogFilter wanted, List<LoggedAttempt> attempts, RunTable.RunRow row) {
    TreeSet<String> agents = new TreeSet<>();
    attempts.forEach(attempt -> agents.add(attempt.agent().value()));
    if (wanted.agent() == null || agents.contains(wanted.agent()) || Runs.isUnderWay(row)) {
      return;
    }
    throw new Failure.Usage(
        Problem.of("unknown-agent", "run " + row.run() + " did not ask `" + wanted.agent() + "`")
            .remedy(
                agents.isEmpty() ? "it asked nobody" : "it asked: " + String.join(", ", agents)));
  }

  private static Report report(
      Path workspace,
      RunTable.RunRow row,
      List<LoggedAttempt> attempts,
      LogFilter wanted,
      boolean contents) {
    Json.Fields data =
        Json.fields()
            .with("run", row.run())
            .with("spec", Integer.toString(row.spec()))
            .with("state", row.state().word())
            .with("attempts", attempts.stream().map(each -> each.json(workspace)).toList());
    if (attempts.isEmpty()) {
      return Report.of(data, Block.Notes.of("No such attempt in run " + row.run() + "."));
    }
    return Report.of(() -> data, blocks(workspace, attempts, wanted, contents));
  }

  private static List<Block> blocks(
      Path workspace, List<LoggedAttempt> attempts, LogFilter wanted, boolean contents) {
    Fence fence = new Fence(workspace);
    List<Block> blocks = new ArrayList<>();
    for (LoggedAttempt attempt : attempts) {
      List<Cell> lines = new ArrayList<>();
      lines.add(
          Cell.of(
              attempt.head(),
              attempt.outcome() == dev.speckit.agent.Outcome.ANSWERED
                  ? Tone.STRONG
                  : Tone.WARNING));
      if (contents) {
        for (String name : wanted.files()) {
          Path file = attempt.file(workspace, name);
          fence.refuseOutside(file);
          lines.addAll(content(file, attempt.folder() + "/" + name, wanted.lines()));
        }
      }
      blocks.add(new Block.Notes(lines));
    }
    return blocks;
  }

  /// The last lines of a file, and what they are the end of.
  private static List<Cell> content(Path file, String shown, int most) {
    if (!Disk.isFile(file)) {
      return List.of(
          Cell.of(
              shown + " is not there; `speckit evidence restore` brings archived files back",
              Tone.MUTED));
    }
    List<String> lines = LogText.tail(file, most);
    long bytes = Disk.size(file);
    List<Cell> cells = new ArrayList<>();
    cells.add(
        Cell.of(
            bytes == 0 ? shown + " is empty" : shown + " (" + bytes + " bytes), its end:",
            Tone.MUTED));
    lines.forEach(line -> cells.add(Cell.of(LogText.cut(line))));
    return cells;
  }
}
