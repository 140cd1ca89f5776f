package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.RunTable;
import dev.speckit.run.Stage;
import dev.speckit.run.VerdictTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A run as people and programs read it. Everything comes from its journal and its verdicts.
final class RunReport {
  /// A terminal page; the rest is in the artefact.
  private static final int QUESTIONS_SHOWN_MAX = 10;

  private final Path workspace;
  private final Run run;
  private final RunTable.RunRow row;
  private final List<AskedQuestion> questions;
  private final List<Verdict> verdicts;

  private RunReport(
      Path workspace,
      Run run,
      RunTable.RunRow row,
      List<AskedQuestion> questions,
      List<Verdict> verdicts) {
    this.workspace = workspace;
    this.run = run;
    this.row = row;
    this.questions = questions;
    this.verdicts = verdicts;
  }

  /// The stored verdict of a stage.
  private record Verdict(Stage stage, Fields content) {}

  static RunReport read(Path workspace, Journal journal, RunTable.RunRow row)
      throws InterruptedException {
    Run run = journal.read(row.run()).orElseThrow(() -> Runs.unknown(row.run()));
    List<Verdict> verdicts = new ArrayList<>();
    for (Stage stage : run.stages()) {
      Optional<Run.PartState> part = run.part(Part.own(stage));
      if (part.isPresent() && part.get().decided() != null) {
        journal
            .store()
            .read(transaction ->
                VerdictTable.latest(
                    transaction, run.id(), stage.subject().word(), part.get().entered().input()))
            .ifPresent(content -> verdicts.add(new Verdict(stage, content)));
      }
    }
    List<AskedQuestion> questions = AskedQuestion.of(journal, run);
    return new RunReport(workspace, run, row, questions, verdicts);
  }

  /// What a command that carried the run on reports: the exit code is the run's own.
  Report ended() {
    Report report = Report.of(json(), blocks());
    RunEvent.Stopped stopped = run.stopped();
    if (stopped == null || stopped.exit() == ExitCode.OK) {
      return degraded(report);
    }
    Problem problem =
        Problem.of("run-" + stopped.state().word(), sentence(stopped))
            .at(".speckit/runs/" + run.id())
            .remedy(new StopRemedy(run, questions, row.document()).of(stopped));
    return degraded(report).ending(stopped.exit(), problem);
  }

  /// What a command that only looks reports: looking succeeds whatever the run did.
  Report seen() {
    return degraded(Report.of(json(), blocks()));
  }

  /// Degraded is said aloud.
  private Report degraded(Report report) {
    Report said = report;
    for (Run.PartState part : run.parts().values()) {
      RunEvent.PartDecided decided = part.decided();
      if (decided != null && decided.participation().equals("degraded")) {
        said =
            said.warning(
                Problem.of(
                        "degraded",
                        decided.part()
                            + ": "
                            + decided.agreement().responders()
                            + " of "
                            + decided.agreement().roster()
                            + " agents answered; missing: "
                            + missing(part))
                    .remedy("the reasons are under `Agents`; mend them and run again"));
      }
    }
    for (String changed : changedDocuments()) {
      said =
          said.warning(
              Problem.of("input-changed", "it has changed since agents were asked about it")
                  .at(changed)
                  .remedy("what was written is older; `speckit run " + run.started().spec() + "`"));
    }
    for (Verdict verdict : verdicts) {
      if (hasItems(verdict.stage()) && verdict.content().objects("agreed").isEmpty()) {
        said =
            said.warning(
                Problem.of(
                        "nothing-agreed",
                        verdict.stage().word() + ": no item has enough supporters")
                    .remedy("what single agents said is under `Dissent`; make the spec clearer"));
      }
    }
    return said;
  }

  /// Whether agents of the stage agree on items, which can be shown side by side.
  private static boolean hasItems(Stage stage) {
    return stage == Stage.PLAN || stage == Stage.TASKS;
  }

  private Fields content(Stage stage) {
    return verdicts.stream()
        .filter(verdict -> verdict.stage() == stage)
        .map(Verdict::content)
        .findFirst()
        .orElse(Json.fields());
  }

  /// Documents of the prompts that read otherwise now, each once; answers of persons are known.
  private Set<String> changedDocuments() {
    Set<String> changed = new LinkedHashSet<>();
    EditChain answers = EditChain.of(run, questions);
    for (Run.PartState part : run.parts().values()) {
      part.entered()
          .documents()
          .forEach((path, sha256) -> {
            if (!path.startsWith(PartInput.FACT)
                && !answers.explains(
                    part.entered().part(), path, sha256, sha256(workspace.resolve(path)))) {
              changed.add(path);
            }
          });
    }
    return changed;
  }

  private static String sha256(Path file) {
    return Disk.isFile(file) ? Disk.sha256(Disk.read(file, Disk.TEXT_BYTES_MAX)) : "";
  }

  private static String missing(Run.PartState part) {
    return String.join(
        ", ",
        part.entered().roster().stream()
            .filter(agent -> !part.hasAnswered(agent))
            .map(AgentName::value)
            .toList());
  }

  private String sentence(RunEvent.Stopped stopped) {
    String reason = stopped.reason();
    return switch (stopped.state()) {
      case WAITING -> "the run waits: " + reason;
      case BLOCKED -> "the run is blocked: " + reason;
      case FAILED -> "the run failed: " + reason;
      case CANCELLED -> "the run was stopped: " + reason;
      case RUNNING, DONE -> reason;
    };
  }

  // ---- for programs

  Fields json() {
    Fields fields =
        Json.fields()
            .with("run", run.id())
            .with("spec", Integer.toString(run.started().spec()))
            .with("state", run.state().word())
            .with("started_at", run.startedAt())
            .withPresent("ended_at", run.endedAt());
    if (Runs.isInterrupted(row)) {
      fields = fields.with("owner_alive", false);
    }
    RunEvent.Stopped stopped = run.stopped();
    return fields
        .withPresent("reason", stopped == null ? null : stopped.reason())
        .with("stages", run.stages().stream().map(this::json).toList())
        .with("questions", questions.stream().map(AskedQuestion::json).toList())
        .with("evidence", ".speckit/runs/" + run.id());
  }

  private Fields json(Stage stage) {
    Fields fields = Json.fields().with("stage", stage.word()).with("state", stageState(stage));
    Run.Artifact artifact = run.artifacts().get(stage);
    if (artifact != null && artifact.written() != null) {
      fields =
          fields
              .with("artifact", artifact.written().path())
              .with("conflict", artifact.written().conflict());
    }
    fields = part(fields, Part.own(stage));
    fields = new FactBlocks(run).json(stage, content(stage), fields);
    List<Fields> gates = new ArrayList<>();
    for (Part gate : gates(stage)) {
      if (run.part(gate).isPresent()) {
        gates.add(
            part(
                Json.fields()
                    .with("gate", gate.subject().word())
                    .with("state", partState(run.part(gate).get())),
                gate));
      }
    }
    return fields.with("gates", gates);
  }

  private Fields part(Fields fields, Part part) {
    Optional<Run.PartState> state = run.part(part);
    if (state.isEmpty()) {
      return fields.with("agents", List.of());
    }
    RunEvent.PartDecided decided = state.get().decided();
    if (decided != null) {
      fields =
          fields
              .with("participation", decided.participation())
              .with("agreement", decided.agreement().json())
              .withPresent("objection", decided.objection());
    }
    fields = fields.with("round", state.get().round());
    List<Fields> agents = new ArrayList<>();
    for (AgentName agent : state.get().entered().roster()) {
      agents.add(json(state.get(), agent));
    }
    return fields.with("agents", agents);
  }

  private static Fields json(Run.PartState state, AgentName agent) {
    List<Run.Attempt> attempts = state.attempts(agent);
    Fields fields = Json.fields().with("agent", agent.value()).with("attempts", attempts.size());
    if (attempts.isEmpty()) {
      return fields;
    }
    Run.Attempt last = decisive(attempts);
    return fields
        .withPresent("outcome", last.outcome() == null ? null : last.outcome().word())
        .withPresent("reason", last.reason().isEmpty() ? null : last.reason())
        .with("started_at", last.startedAt())
        .withPresent("ended_at", last.endedAt())
        .with("folder", last.folder());
  }

  /// The attempt that counts: the one that answered, else the last.
  private static Run.Attempt decisive(List<Run.Attempt> attempts) {
    return attempts.stream()
        .filter(attempt -> attempt.outcome() == Outcome.ANSWERED)
        .findFirst()
        .orElse(attempts.getLast());
  }

  private String stageState(Stage stage) {
    if (run.endedStages().contains(stage)) {
      return "done";
    }
    boolean entered =
        Part.order(stage, stage).stream().anyMatch(part -> run.part(part).isPresent())
            || run.notes().containsKey(stage)
            || run.checked().keySet().stream().anyMatch(tree -> tree.stage() == stage);
    return entered ? run.state().word() : "pending";
  }

  private static String partState(Run.PartState state) {
    if (state.decided() != null) {
      return "done";
    }
    return "running";
  }

  private static List<Part> gates(Stage stage) {
    return Part.order(stage, stage).stream().filter(part -> !part.isOwn()).toList();
  }

  // ---- for people

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Facts(facts()));
    if (!run.parts().isEmpty()) {
      blocks.add(agents());
    }
    Map<Stage, Fields> contents = new EnumMap<>(Stage.class);
    for (Verdict verdict : verdicts) {
      contents.put(verdict.stage(), verdict.content());
      if (hasItems(verdict.stage())) {
        blocks.add(agreement(verdict));
        dissent(verdict).ifPresent(blocks::add);
      }
    }
    blocks.addAll(new FactBlocks(run).blocks(contents));
    if (!questions.isEmpty()) {
      blocks.add(questions());
    }
    HandEdit.of(workspace, run).forEach(edit -> edit.difference().ifPresent(blocks::add));
    unlocked().ifPresent(blocks::add);
    return blocks;
  }

  /// The last word of a run that came to its end.
  private Optional<Block> unlocked() {
    return run.endedStages().contains(Stage.UNLOCK)
        ? run.part(Part.own(Stage.UNLOCK))
            .map(Run.PartState::decided)
            .map(decided ->
                new Block.Notes(
                    List.of(
                        Cell.of(
                            "Unlocked: "
                                + decided.agreement().supporters()
                                + " of "
                                + decided.agreement().responders(),
                            Tone.GOOD))))
        : Optional.empty();
  }

  private List<Block.Facts.Fact> facts() {
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(Block.Facts.fact("run", run.id(), Tone.STRONG));
    facts.add(Block.Facts.fact("spec", row.document()));
    facts.add(Block.Facts.fact("state", Runs.word(row), tone()));
    if (run.stopped() != null && run.state() != RunState.DONE) {
      facts.add(Block.Facts.fact("why", run.stopped().reason()));
    }
    for (Stage stage : run.stages()) {
      Run.Artifact artifact = run.artifacts().get(stage);
      if (artifact != null && artifact.written() != null) {
        facts.add(
            Block.Facts.fact(
                stage.word(),
                artifact.written().path()
                    + (artifact.written().conflict()
                        ? " (your edited file was left as it is)"
                        : "")));
      }
    }
    facts.add(Block.Facts.fact("evidence", ".speckit/runs/" + run.id()));
    return facts;
  }

  private Tone tone() {
    return switch (run.state()) {
      case DONE -> Tone.GOOD;
      case RUNNING -> Tone.PLAIN;
      case WAITING, CANCELLED -> Tone.WARNING;
      case BLOCKED, FAILED -> Tone.BAD;
    };
  }

  private Block agents() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Run.PartState part : run.parts().values()) {
      Run.PartState first = part.first();
      if (first != null) {
        first.entered().roster().forEach(agent -> rows.add(agentRow(first, agent)));
      }
      part.entered().roster().forEach(agent -> rows.add(agentRow(part, agent)));
    }
    return new Block.Table(
        "Agents", List.of("asked for", "agent", "outcome", "attempts", "time", "why"), rows);
  }

  private static List<Cell> agentRow(Run.PartState part, AgentName agent) {
    List<Run.Attempt> attempts = part.attempts(agent);
    Cell name = Cell.of(agent.value());
    Cell asked =
        Cell.of(part.entered().part().name() + (part.round() == 1 ? "" : " (second round)"));
    if (attempts.isEmpty()) {
      return List.of(
          asked, name, Cell.of("not yet", Tone.MUTED), Cell.of("0"), Cell.of(""), Cell.of(""));
    }
    Run.Attempt last = decisive(attempts);
    boolean answered = last.outcome() == Outcome.ANSWERED;
    return List.of(
        asked,
        name,
        last.outcome() == null
            ? Cell.of("running")
            : Cell.of(last.outcome().word(), answered ? Tone.GOOD : Tone.BAD),
        Cell.of(Integer.toString(attempts.size())),
        Cell.of(AgreementBlocks.time(last.startedAt(), last.endedAt())),
        Cell.of(answered ? AgreementBlocks.beside(last.reason()) : last.reason()));
  }

  private static Block agreement(Verdict verdict) {
    return AgreementBlocks.items(
        "Agreed: " + verdict.stage().word(), verdict.content().objects("agreed"), Tone.GOOD);
  }

  private static Optional<Block> dissent(Verdict verdict) {
    List<Fields> items = verdict.content().objects("dissent");
    return items.isEmpty()
        ? Optional.empty()
        : Optional.of(
            AgreementBlocks.items("Dissent: " + verdict.stage().word(), items, Tone.WARNING));
  }

  private Block questions() {
    List<List<Cell>> rows = new ArrayList<>();
    for (AskedQuestion question :
        questions.subList(0, Math.min(QUESTIONS_SHOWN_MAX, questions.size()))) {
      Fields content = question.content();
      rows.add(
          List.of(
              Cell.of(question.id()),
              Cell.of(question.state(), question.isUnsettled() ? Tone.WARNING : Tone.GOOD),
              Cell.of(AgreementBlocks.shown(content.text("requirement").orElse(""))),
              Cell.of(AgreementBlocks.shown(content.text("text").orElse("")))));
    }
    String title =
        questions.size() > QUESTIONS_SHOWN_MAX
            ? "Questions ("
                + QUESTIONS_SHOWN_MAX
                + " of "
                + questions.size()
                + "; all with `--json` and in the plan)"
            : "Questions";
    return new Block.Table(title, List.of("id", "state", "about", "question"), rows);
  }
}
