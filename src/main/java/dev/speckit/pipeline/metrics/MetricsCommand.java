package dev.speckit.pipeline.metrics;

import dev.speckit.agent.AgentName;
import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.Fence;
import dev.speckit.pipeline.Receipt;
import dev.speckit.pipeline.RetryReport;
import dev.speckit.run.Journal;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `speckit metrics`: what asking agents takes, out of what was recorded.
public final class MetricsCommand implements Command {
  private final Host host;

  public MetricsCommand(Host host) {
    this.host = host;
  }

  /// What is measured. One more is one more word here and one more line in [#report].
  private enum Word {
    SPAWN(true),
    COST(false),
    RETRY(false),
    AGENTS(false);

    /// Whether `--agent` means something to it.
    private final boolean ofAgents;

    Word(boolean ofAgents) {
      this.ofAgents = ofAgents;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Word parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  @Override
  public Declaration declaration() {
    return Declaration.of(
            "metrics",
            "Show what asking agents takes and brings: time, cost, retries, how they fared")
        .description(
            """
            `spawn` shows how long the phases of an attempt take, for each agent and for all, over \
            the newest 1000 attempts, and how much faster a batch is than its agents one after \
            another. A start that failed counts for the success rate and for no time. \
            `cost` sums tokens and cost by agent and model: what agents stated, and what was \
            computed from tokens and prices for those who stated nothing; what nobody knows is \
            counted as such. `speckit cost` has it by run and stage. `retry` counts over the newest 100 runs how often \
            agents were asked again, how long was waited, whether it helped, and what failed. \
            `agents` counts how what each agent said fared: items that enough others supported, \
            claims whose place was found, proposals that a person took, candidates that were taken; \
            a share is shown from 5 cases on.

            Percentiles need 20 measurements; below they say n/a.\
            """)
        .parameters(
            Parameter.choice(
                "what", "What to show", Arrays.stream(Word.values()).map(Word::word).toList()),
            Parameter.option("agent", "AGENT", "With spawn: only this agent"),
            Parameter.option("spec", "ID", "Only what was asked for this spec"))
        .example("metrics spawn", "Shows the times of each agent, and the speed-up of batches.")
        .example("metrics retry", "Shows how often asking again was needed, and helped.")
        .example("metrics agents", "Shows how often each agent was right, as far as was found out.")
        .example("metrics cost --spec 1001", "Sums what the runs of 1001 used up.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Word word = Word.parse(call.arguments().get("what"));
    if (!word.ofAgents && call.arguments().has("agent")) {
      throw new Failure.Usage(
          Problem.of("bad-option", "--agent belongs to metrics spawn")
              .remedy("leave it out; each agent has a row"));
    }
    Path workspace = Workspace.find(host);
    Integer spec = call.arguments().find("spec").map(id -> spec(workspace, id)).orElse(null);
    String agent = call.arguments().find("agent").map(AgentName::canonical).orElse(null);
    Optional<Store> found = new Fence(workspace).openStore(host);
    if (found.isEmpty()) {
      return Report.of(
          Json.fields().with("agents", List.of()),
          Block.Notes.of("No attempts yet. `speckit run ID` makes some."));
    }
    try (Store store = found.get()) {
      return report(word, new Journal(store, host), spec, agent);
    }
  }

  private static Report report(
      Word word, Journal journal, @Nullable Integer spec, @Nullable String agent)
      throws InterruptedException {
    return switch (word) {
      case SPAWN -> SpawnReport.read(journal.store(), spec, agent).report();
      case COST ->
          CostReport.of(
              journal.store().read(transaction -> Receipt.read(transaction, null, spec, null)));
      case RETRY -> RetryReport.of(journal, spec);
      case AGENTS ->
          TrackRecordReport.of(
              journal.store().read(transaction -> TrackRecordTable.read(transaction, spec)));
    };
  }

  /// A spec that was removed keeps its attempts; a number needs no document.
  private static int spec(Path workspace, String reference) {
    if (reference.matches("[1-9][0-9]{0,8}")) {
      return Integer.parseInt(reference);
    }
    return SpecTree.open(workspace).find(reference).id().number();
  }
}
