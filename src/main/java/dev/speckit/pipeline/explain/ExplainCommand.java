package dev.speckit.pipeline.explain;

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
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.pipeline.Harmless;
import dev.speckit.pipeline.Runs;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunTable;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `speckit explain`: why a run decided what it decided.
public final class ExplainCommand implements Command {
  private final Host host;

  public ExplainCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("explain", "Say why a run decided what it decided")
        .description(
            """
            Without a decision: each of the run in one line. With one: everything that led to it, \
            each opinion with its author, what was put together, the dissent, and where the raw \
            answers lie. A decision is a question's id, a stage, a gate (`plan.clarify`) or a \
            checkpoint (`before-plan`).\
            """)
        .parameters(
            Parameter.required("run", "The run's id, the beginning of one, a spec's id, or `last`"),
            Parameter.optional("decision", "A question, stage, gate or checkpoint"))
        .example("explain last", "Lists the decisions of the newest run.")
        .example("explain last plan", "Shows who wanted what in the plan.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    String reference = call.arguments().get("run");
    try (Store store = Runs.openStore(host, workspace).orElseThrow(() -> Runs.unknown(reference))) {
      RunTable.RunRow row = Runs.ofRunOrSpec(store, workspace, reference);
      Journal journal = new Journal(store, host);
      Run run = journal.read(row.run()).orElseThrow(() -> Runs.unknown(row.run()));
      List<Explanation.Decision> all = Explanation.of(journal, run);
      if (!call.arguments().has("decision")) {
        return report(run, all, List.of(), List.of());
      }
      String id = call.arguments().get("decision");
      List<Explanation.Decision> meant =
          all.stream()
              .filter(decision -> decision.id().equals(id) || isGateOf(id, decision.id()))
              .toList();
      ExplainedDecision explained = ExplainedDecision.of(journal, run, id);
      if (meant.isEmpty() && explained.isEmpty()) {
        throw new Failure.Usage(
            Problem.of(
                    "unknown-decision",
                    "run " + run.id() + " has no decision `" + Harmless.text(id) + "`")
                .remedy("`speckit explain " + run.id() + "` lists them"));
      }
      return report(run, meant, explained.blocks(), explained.json());
    }
  }

  /// A stage means its gates as well.
  private static boolean isGateOf(String stage, String id) {
    return id.startsWith(stage + ".");
  }

  private static Report report(
      Run run, List<Explanation.Decision> decisions, List<Block> details, List<Fields> parts) {
    List<List<Cell>> rows = new ArrayList<>();
    List<Fields> listed = new ArrayList<>();
    for (Explanation.Decision decision : decisions) {
      rows.add(
          List.of(
              Cell.of(decision.id(), Tone.STRONG),
              Cell.of(decision.kind(), Tone.MUTED),
              Cell.of(decision.text())));
      listed.add(
          Json.fields()
              .with("decision", decision.id())
              .with("kind", decision.kind())
              .with("text", decision.text()));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Table("", List.of("decision", "kind", "why"), rows));
    blocks.addAll(details);
    Fields data =
        Json.fields()
            .with("run", run.id())
            .with("spec", Integer.toString(run.started().spec()))
            .with("decisions", listed);
    return Report.of(details.isEmpty() ? data : data.with("parts", parts), blocks);
  }
}
