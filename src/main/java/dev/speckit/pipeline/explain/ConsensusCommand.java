package dev.speckit.pipeline.explain;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.pipeline.Fence;
import dev.speckit.pipeline.Runs;
import dev.speckit.run.Part;
import dev.speckit.run.RunTable;
import dev.speckit.run.Stage;
import dev.speckit.spec.Nearness;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// `speckit consensus`: what the agents of a spec agreed on, from the store alone.
public final class ConsensusCommand implements Command {
  private final Host host;

  public ConsensusCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("consensus", "Show what the agents of a spec agreed on")
        .description(
            """
            Shows the latest verdict of each stage and gate: who answered, what was agreed, who \
            dissents, what is open. With STAGE that one, whole. Reads the store alone, so it tells \
            of evidence that was archived, and of a spec that was removed.

            What was imported from an earlier program is shown where nothing newer is there.\
            """)
        .parameters(
            Parameter.required(
                "id", "A spec's id or alias, or the name an earlier program gave it"),
            Parameter.optional("stage", "A stage or gate, such as plan, plan.clarify or clarify"),
            Parameter.flag("history", "All verdicts of all runs, newest first, one line each"),
            Parameter.option("run", "RUN", "Only verdicts of this run: its id, or `last`"))
        .example("consensus 1001", "Shows the latest verdicts on the spec 1001.")
        .example("consensus 1001 plan", "Shows the latest plan whole: items, dissent, risks.")
        .example("consensus 1001 --history", "Lists how it came to this.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    String reference = call.arguments().get("id");
    Optional<Store> found = new Fence(workspace).openStore(host);
    if (found.isEmpty()) {
      return ConsensusReport.none(ConsensusSpec.find(workspace, reference).shown());
    }
    try (Store store = found.get()) {
      ConsensusSpec spec = ConsensusSpec.find(workspace, store, reference);
      List<PastVerdict> verdicts = new Past(store, spec).all(extent(call));
      Optional<String> run = call.arguments().find("run");
      if (run.isPresent()) {
        String id = run(store, spec, run.get());
        verdicts.removeIf(
            each -> !(each instanceof PastVerdict.Own own && own.row().run().equals(id)));
      }
      Optional<String> stage = call.arguments().find("stage");
      if (stage.isPresent()) {
        requireKnown(stage.get(), verdicts);
        verdicts.removeIf(each -> !isNamed(each, stage.get()));
      }
      if (verdicts.isEmpty()) {
        return ConsensusReport.none(spec.shown());
      }
      return call.arguments().has("history")
          ? ConsensusReport.history(spec.shown(), verdicts)
          : ConsensusReport.latest(spec.shown(), Past.latest(verdicts), stage.isPresent());
    }
  }

  private static Past.Extent extent(Call call) {
    if (call.arguments().has("history")) {
      return Past.Extent.LINE;
    }
    return call.arguments().has("stage") ? Past.Extent.WHOLE : Past.Extent.VERDICT;
  }

  private static String run(Store store, ConsensusSpec spec, String reference)
      throws InterruptedException {
    RunTable.RunRow row = Runs.find(store, reference);
    if (spec.number().isEmpty() || spec.number().get() != row.spec()) {
      throw new Failure.Usage(
          Problem.of(
                  "run-of-another-spec", "the run " + row.run() + " is of the spec " + row.spec())
              .remedy("`speckit consensus " + row.spec() + " --run " + row.run() + "`"));
    }
    return row.run();
  }

  /// A gate may be named alone; then it is meant beside every stage.
  private static boolean isNamed(PastVerdict verdict, String stage) {
    String wanted = stage.toLowerCase(Locale.ROOT);
    String part = verdict.part().toLowerCase(Locale.ROOT);
    return part.equals(wanted)
        || part.endsWith("." + wanted)
        || (verdict instanceof PastVerdict.Imported imported && imported.ownWord().equals(wanted));
  }

  private static void requireKnown(String stage, List<PastVerdict> verdicts) {
    TreeSet<String> known = new TreeSet<>();
    for (Part part : Part.order(Stage.PLAN, Stage.UNLOCK)) {
      known.add(part.name());
      known.add(part.subject().word());
    }
    for (PastVerdict verdict : verdicts) {
      known.add(verdict.part());
      if (verdict instanceof PastVerdict.Imported imported) {
        known.add(imported.ownWord());
      }
    }
    if (known.stream().anyMatch(stage::equalsIgnoreCase)) {
      return;
    }
    List<String> nearest = new ArrayList<>(known);
    nearest.sort(Comparator.comparingInt(word -> Nearness.distance(stage, word)));
    throw new Failure.Usage(
        Problem.of("unknown-stage", "there is no stage or gate `" + stage + "`")
            .remedy("the nearest is `" + nearest.getFirst() + "`"));
  }
}
