package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunTable;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `speckit questions`: what a run asks persons, and what they answered.
public final class QuestionsCommand implements Command {
  private final Host host;

  public QuestionsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("questions", "Show what a run asks a person, and what was answered")
        .description(
            """
            Each question with what agents proposed and who supports it. With `--json` it is the \
            form that `speckit answer RUN --file FILE` reads once `answer` is filled in.\
            """)
        .parameters(
            Parameter.optional(
                "run", "The run's id, the beginning of one, a spec's id, or `last` (default)"))
        .example("questions", "Shows the questions of the newest run.")
        .example("questions 1001", "Shows those of the newest run of the spec 1001.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    String reference = call.arguments().find("run").orElse("last");
    try (Store store = Runs.openStore(host, workspace).orElseThrow(() -> Runs.unknown(reference))) {
      RunTable.RunRow row = Runs.ofRunOrSpec(store, workspace, reference);
      Journal journal = new Journal(store, host);
      Run run = journal.read(row.run()).orElseThrow(() -> Runs.unknown(row.run()));
      List<AskedQuestion> questions = AskedQuestion.of(journal, run);
      Fields data =
          Json.fields()
              .with("run", run.id())
              .with("spec", Integer.toString(row.spec()))
              .with("state", run.state().word())
              .with("questions", questions.stream().map(AskedQuestion::json).toList());
      return Report.of(data, blocks(run, questions));
    }
  }

  private static List<Block> blocks(Run run, List<AskedQuestion> questions) {
    List<Block> blocks = new ArrayList<>();
    if (questions.isEmpty()) {
      blocks.add(Block.Notes.of("Run " + run.id() + " asks nothing."));
      return blocks;
    }
    questions.forEach(question -> add(blocks, question));
    List<AskedQuestion> open = questions.stream().filter(AskedQuestion::isUnsettled).toList();
    blocks.add(Block.Notes.of(hints(run, open).toArray(String[]::new)));
    return blocks;
  }

  /// Calls that can be typed, one for each kind of question.
  private static List<String> hints(Run run, List<AskedQuestion> open) {
    if (open.isEmpty()) {
      return List.of("Every question is answered.");
    }
    List<String> hints = new ArrayList<>();
    String answer = "`speckit answer " + run.id() + " ";
    open.stream()
        .filter(question -> !question.wantsApproval())
        .findFirst()
        .ifPresent(
            question -> hints.add(answer + question.id() + "=\"...\"` answers in your words."));
    open.stream()
        .filter(AskedQuestion::wantsApproval)
        .findFirst()
        .ifPresent(question ->
            hints.add(
                answer
                    + question.id()
                    + "=yes` takes what is proposed, `"
                    + question.id()
                    + "=no` refuses it."));
    return hints;
  }

  private static void add(List<Block> blocks, AskedQuestion question) {
    Fields content = question.content();
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(Block.Facts.fact("question", question.id(), Tone.STRONG));
    facts.add(
        Block.Facts.fact(
            "state", question.state(), question.isUnsettled() ? Tone.WARNING : Tone.GOOD));
    facts.add(Block.Facts.fact("stage", content.text("stage").orElse("")));
    content
        .text("requirement")
        .ifPresent(requirement -> facts.add(Block.Facts.fact("about", requirement)));
    facts.add(Block.Facts.fact("asks", question.text()));
    facts.add(Block.Facts.fact("needs", content.text("need").orElse("answer")));
    facts.add(Block.Facts.fact("why", content.text("why").orElse("")));
    RunEvent.QuestionAnswered settled = question.settled();
    if (settled != null) {
      facts.add(
          Block.Facts.fact(
              "answer", (settled.accepted() ? settled.answer() : "refused"), Tone.GOOD));
      facts.add(Block.Facts.fact("by", settled.by()));
    }
    blocks.add(new Block.Facts(facts));
    List<List<Cell>> rows = new ArrayList<>();
    for (Fields answer : content.objects("answers")) {
      rows.add(
          List.of(
              Cell.of(answer.text("text").orElse("")),
              Cell.of(String.join(", ", answer.texts("supporters")), Tone.MUTED)));
    }
    if (!rows.isEmpty()) {
      blocks.add(new Block.Table("", List.of("proposed", "supporters"), rows));
    }
  }
}
