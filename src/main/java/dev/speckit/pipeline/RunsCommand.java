package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.run.RunTable;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `speckit runs`: the runs of the workspace, newest first.
public final class RunsCommand implements Command {
  private final Host host;

  public RunsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("runs", "List runs, newest first")
        .description(
            "A run that was killed shows as `interrupted`: `speckit resume RUN` goes on with it.")
        .parameters(Parameter.option("spec", "ID", "Only runs of this spec"))
        .example("runs", "Lists the runs of this workspace.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    List<RunTable.RunRow> rows = new ArrayList<>();
    Optional<Store> found = new Fence(workspace).openStore(host);
    if (found.isPresent()) {
      try (Store store = found.get()) {
        rows.addAll(store.read(transaction -> RunTable.all(transaction, Runs.LISTED_MAX)));
      }
    }
    call.arguments().find("spec").ifPresent(spec -> keepOnly(spec, rows, workspace));
    Json.Fields data = Json.fields().with("runs", rows.stream().map(RunsCommand::json).toList());
    if (rows.isEmpty()) {
      return Report.of(data, Block.Notes.of("No runs yet. `speckit run ID` starts one."));
    }
    return Report.of(
        data,
        new Block.Table(
            "",
            List.of("run", "spec", "state", "stages", "started"),
            rows.stream().map(RunsCommand::cells).toList()));
  }

  /// A spec that was removed keeps its runs; a name that never was one is a mistake.
  private static void keepOnly(String spec, List<RunTable.RunRow> rows, Path workspace) {
    boolean known = rows.stream().anyMatch(row -> Integer.toString(row.spec()).equals(spec));
    String id = known ? spec : SpecTree.open(workspace).find(spec).id().toString();
    rows.removeIf(row -> !Integer.toString(row.spec()).equals(id));
  }

  private static Json.Fields json(RunTable.RunRow row) {
    Json.Fields fields =
        Json.fields()
            .with("run", row.run())
            .with("spec", Integer.toString(row.spec()))
            .with("state", row.state().word())
            .with("started_at", row.startedAt())
            .withPresent("ended_at", row.endedAt());
    return Runs.isInterrupted(row) ? fields.with("owner_alive", false) : fields;
  }

  private static List<Cell> cells(RunTable.RunRow row) {
    return List.of(
        Cell.of(row.run()),
        Cell.of(Integer.toString(row.spec())),
        Cell.of(Runs.word(row)),
        Cell.of(row.from().equals(row.to()) ? row.to() : row.from() + " to " + row.to()),
        Cell.of(Json.timestamp(row.startedAt())));
  }
}
