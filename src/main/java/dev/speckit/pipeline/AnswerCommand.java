package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.run.RunTable;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `speckit answer`: settles questions of a run.
public final class AnswerCommand implements Command {
  private static final GivenAnswers NOTHING =
      new GivenAnswers(Map.of(), Set.of(), false, Set.of(), Set.of());

  private final Host host;

  public AnswerCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("answer", "Answer the questions of a run")
        .description(
            """
            An approved wording replaces the text of its requirement; any other answer is added \
            under `## Clarifications` of the spec. All answers of a call are recorded, or none. \
            In a terminal and without answers it asks one question after the other.\
            """)
        .parameters(
            Parameter.required("run", "The run's id, the beginning of one, a spec's id, or `last`"),
            new Parameter.Positional(
                "answer", "ID=TEXT; for an approval ID=yes or ID=no", false, true, List.of()),
            Parameter.option("file", "FILE", "Answers as JSON; see `speckit questions --json`"),
            many("accept", "Take what most agents proposed; `all` for every open question"),
            many("reject", "Refuse what is proposed; it is not asked again"),
            many("undo", "Take an answer back, out of the spec as well"),
            Parameter.flag("dry-run", "Show what would change, change nothing"))
        .example("answer last q-1a2b3c4d=\"Within 2 seconds.\"", "Answers one question.")
        .example("answer last --accept all --dry-run", "Shows what all proposals would change.")
        .example("answer last --undo q-1a2b3c4d", "Takes an answer back.");
  }

  private static Parameter many(String name, String summary) {
    return new Parameter.Option(name, null, "ID", summary, null, true, List.of());
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    String reference = call.arguments().get("run");
    GivenAnswers given = GivenAnswers.of(call.arguments(), host.directory());
    try (Store store = Runs.openStore(host, workspace).orElseThrow(() -> Runs.unknown(reference))) {
      RunTable.RunRow row = Runs.ofRunOrSpec(store, workspace, reference);
      Answering answering = new Answering(host, workspace, store, row);
      boolean dryRun = call.arguments().has("dry-run");
      if (!given.isEmpty() || call.arguments().has("file") || answering.isUnfinished()) {
        return answering.record(given, Person.name(host, workspace), dryRun);
      }
      boolean open = answering.questions().stream().anyMatch(AskedQuestion::isUnsettled);
      if (!open) {
        return answering.record(NOTHING, "", true);
      }
      if (call.dialogue().isEmpty()) {
        return unasked(row);
      }
      Optional<GivenAnswers> said = new AskingPerson(answering, call.dialogue().get()).ask();
      return answering.record(said.orElse(NOTHING), Person.name(host, workspace), dryRun);
    }
  }

  private static Report unasked(RunTable.RunRow row) {
    return Report.of(
            Json.fields().with("run", row.run()), Block.Notes.of("Nobody can be asked here."))
        .ending(
            ExitCode.WOULD_PROMPT,
            Problem.of("no-answers", "no answer was given, and there is no terminal to ask in")
                .remedy(
                    "`speckit questions "
                        + row.run()
                        + "` lists the questions; give ID=TEXT or `--file`"));
  }
}
