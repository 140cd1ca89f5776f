package dev.speckit.run;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.checks.CheckResult;
import dev.speckit.consensus.Agreement;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Journal events as JSON and back.
public final class EventText {
  private EventText() {}

  public static Json.Fields write(RunEvent event) {
    return switch (event) {
      case RunEvent.Started started ->
          Json.fields()
              .with("spec", started.spec())
              .with("from", started.from().word())
              .with("to", started.to().word())
              .with("on_question", word(started.onQuestion()))
              .with("version", started.version())
              .with("skipped", skipped(started.skipped()))
              .with("payload", started.payload());
      case RunEvent.Resumed resumed ->
          Json.fields()
              .with("on_question", word(resumed.onQuestion()))
              .withPresent("restart", resumed.restart() == null ? null : resumed.restart().name());
      case RunEvent.PartEntered entered ->
          part(entered.part())
              .with("input", entered.input())
              .with("documents", texts(entered.documents()))
              .with("roster", Json.texts(entered.roster().stream().map(AgentName::value).toList()))
              .with("need", entered.need());
      case RunEvent.AttemptStarted started ->
          attempt(started.part(), started.input(), started.agent(), started.number())
              .with("folder", started.folder())
              .withPresent("reserved_micros", started.reservedMicros());
      case RunEvent.AttemptEnded ended ->
          attempt(ended.part(), ended.input(), ended.agent(), ended.number())
              .with("outcome", ended.outcome().word())
              .with("reason", ended.reason())
              .withPresent("total_ms", ended.elapsedMillis())
              .withPresent("cost_micros", ended.costMicros());
      case RunEvent.PartAsked asked -> part(asked.part());
      case RunEvent.PartDecided decided ->
          disputed(
              part(decided.part())
                  .with("participation", decided.participation())
                  .with("passes", decided.passes())
                  .with("agreement", decided.agreement().json())
                  .withPresent("objection", decided.objection()),
              decided.disputed());
      case RunEvent.CheckpointDecided decided ->
          Json.fields()
              .with("checkpoint", decided.checkpoint().name())
              .with("decision", decided.decision())
              .with("exit", decided.exit().number())
              .with("reason", decided.reason())
              .with("questions", Json.texts(decided.questions()));
      case RunEvent.ArtifactIntended intended ->
          Json.fields()
              .with("stage", intended.stage().word())
              .with("path", intended.path())
              .with("sha256", intended.sha256());
      case RunEvent.ArtifactWritten written ->
          Json.fields()
              .with("stage", written.stage().word())
              .with("path", written.path())
              .with("sha256", written.sha256())
              .with("conflict", written.conflict());
      case RunEvent.StageEnded ended -> Json.fields().with("stage", ended.stage().word());
      case RunEvent.WorktreeIntended intended ->
          Json.fields()
              .with("input", intended.input())
              .with("agent", intended.agent().value())
              .with("path", intended.path())
              .with("base", intended.base());
      case RunEvent.CandidateTaken taken ->
          Json.fields()
              .with("input", taken.input())
              .with("agent", taken.agent().value())
              .with("reference", taken.reference())
              .with("commit", taken.commit())
              .with("files", Json.texts(taken.files()))
              .with("added", taken.added())
              .with("removed", taken.removed())
              .with("left_out", Json.texts(taken.leftOut()))
              .with("programs", Json.texts(taken.programs()))
              .withPresent("rejected", taken.rejected());
      case RunEvent.CandidateKept kept ->
          Json.fields()
              .with("agent", kept.agent().value())
              .with("reference", kept.reference())
              .with("tree", kept.tree().name());
      case RunEvent.ChecksIntended intended ->
          tree(intended.stage(), intended.tree()).with("state", intended.state());
      case RunEvent.CheckEnded ended ->
          tree(ended.stage(), ended.tree()).with("result", ended.result().json());
      case RunEvent.ChecksEnded ended ->
          tree(ended.stage(), ended.tree())
              .with("passed", ended.passed())
              .withPresent("state", ended.state());
      case RunEvent.FilesChanged changed ->
          Json.fields()
              .with("stage", changed.stage().word())
              .with("files", Json.texts(changed.files()))
              .with("count", changed.count());
      case RunEvent.CandidateChosen chosen ->
          Json.fields()
              .withPresent("agent", chosen.agent() == null ? null : chosen.agent().value())
              .with("commit", chosen.commit())
              .with("explanation", chosen.explanation());
      case RunEvent.ApplyIntended intended ->
          Json.fields()
              .with("branch", intended.branch())
              .with("from", intended.from())
              .with("to", intended.to());
      case RunEvent.Applied applied ->
          Json.fields()
              .with("branch", applied.branch())
              .with("commit", applied.commit())
              .withPresent("refused", applied.refused())
              .withPresent("remedy", applied.remedy());
      case RunEvent.Noted noted ->
          Json.fields().with("stage", noted.stage().word()).with("content", noted.content());
      case RunEvent.QuestionAnswered answered ->
          Json.fields()
              .with("question", answered.question())
              .with("accepted", answered.accepted())
              .with("answer", answered.answer())
              .with("by", answered.by());
      case RunEvent.QuestionReopened reopened ->
          Json.fields().with("question", reopened.question()).with("by", reopened.by());
      case RunEvent.EditIntended intended ->
          edit(intended.question(), intended.path(), intended.before(), intended.after())
              .with("removed", intended.removed())
              .with("inserted", intended.inserted());
      case RunEvent.Edited edited ->
          edit(edited.question(), edited.path(), edited.before(), edited.after());
      case RunEvent.CancelRequested requested -> Json.fields().with("by", requested.by());
      case RunEvent.Stopped stopped ->
          Json.fields()
              .with("state", stopped.state().word())
              .with("exit", stopped.exit().number())
              .with("reason", stopped.reason());
    };
  }

  /// Empty when the payload is not one that [#write] made: the journal is damaged, or newer.
  public static Optional<RunEvent> read(String kind, Json.Fields payload) {
    try {
      return Optional.of(parse(kind, new Payload(payload)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static RunEvent parse(String kind, Payload payload) {
    return switch (kind) {
      case "started" ->
          new RunEvent.Started(
              payload.number("spec"),
              payload.stage("from"),
              payload.stage("to"),
              payload.onQuestion(),
              payload.text("version"),
              skipped(payload),
              payload.fields().text("payload").orElse(""));
      case "resumed" ->
          new RunEvent.Resumed(
              payload.onQuestion(), payload.has("restart") ? payload.part("restart") : null);
      case "part-entered" ->
          new RunEvent.PartEntered(
              payload.part("part"),
              payload.text("input"),
              payload.texts("documents"),
              payload.fields().texts("roster").stream().map(AgentName::new).toList(),
              payload.number("need"));
      case "attempt-started" ->
          new RunEvent.AttemptStarted(
              payload.part("part"),
              payload.text("input"),
              payload.agent(),
              payload.number("attempt"),
              payload.text("folder"),
              payload.fields().integer("reserved_micros").orElse(null));
      case "attempt-ended" ->
          new RunEvent.AttemptEnded(
              payload.part("part"),
              payload.text("input"),
              payload.agent(),
              payload.number("attempt"),
              payload.outcome(),
              payload.text("reason"),
              payload.fields().integer("total_ms").orElse(null),
              payload.fields().integer("cost_micros").orElse(null));
      case "part-asked" -> new RunEvent.PartAsked(payload.part("part"));
      case "part-decided" ->
          new RunEvent.PartDecided(
              payload.part("part"),
              payload.text("participation"),
              payload.truth("passes"),
              payload.agreement(),
              payload.fields().text("objection").orElse(null),
              payload.fields().texts("disputed"));
      case "checkpoint-decided" ->
          new RunEvent.CheckpointDecided(
              payload.checkpoint(),
              payload.text("decision"),
              payload.exit(),
              payload.text("reason"),
              payload.fields().texts("questions"));
      case "artifact-intended" ->
          new RunEvent.ArtifactIntended(
              payload.stage("stage"), payload.text("path"), payload.text("sha256"));
      case "artifact-written" ->
          new RunEvent.ArtifactWritten(
              payload.stage("stage"),
              payload.text("path"),
              payload.text("sha256"),
              payload.truth("conflict"));
      case "stage-ended" -> new RunEvent.StageEnded(payload.stage("stage"));
      case "worktree-intended" ->
          new RunEvent.WorktreeIntended(
              payload.text("input"), payload.agent(), payload.text("path"), payload.text("base"));
      case "candidate-taken" ->
          new RunEvent.CandidateTaken(
              payload.text("input"),
              payload.agent(),
              payload.text("reference"),
              payload.text("commit"),
              payload.fields().texts("files"),
              payload.number("added"),
              payload.number("removed"),
              payload.fields().texts("left_out"),
              payload.fields().texts("programs"),
              payload.fields().text("rejected").orElse(null));
      case "candidate-kept" ->
          new RunEvent.CandidateKept(payload.agent(), payload.text("reference"), payload.tree());
      case "checks-intended" ->
          new RunEvent.ChecksIntended(
              payload.stage("stage"), payload.tree(), payload.text("state"));
      case "check-ended" ->
          new RunEvent.CheckEnded(payload.stage("stage"), payload.tree(), payload.check());
      case "checks-ended" ->
          new RunEvent.ChecksEnded(
              payload.stage("stage"),
              payload.tree(),
              payload.truth("passed"),
              payload.fields().text("state").orElse(null));
      case "files-changed" ->
          new RunEvent.FilesChanged(
              payload.stage("stage"), payload.fields().texts("files"), payload.number("count"));
      case "candidate-chosen" ->
          new RunEvent.CandidateChosen(
              payload.has("agent") ? payload.agent() : null,
              payload.text("commit"),
              payload.text("explanation"));
      case "apply-intended" ->
          new RunEvent.ApplyIntended(
              payload.text("branch"), payload.text("from"), payload.text("to"));
      case "applied" ->
          new RunEvent.Applied(
              payload.text("branch"),
              payload.text("commit"),
              payload.fields().text("refused").orElse(null),
              payload.fields().text("remedy").orElse(null));
      case "noted" -> new RunEvent.Noted(payload.stage("stage"), payload.object("content"));
      case "question-answered" ->
          new RunEvent.QuestionAnswered(
              payload.text("question"),
              payload.truth("accepted"),
              payload.text("answer"),
              payload.text("by"));
      case "question-reopened" ->
          new RunEvent.QuestionReopened(payload.text("question"), payload.text("by"));
      case "edit-intended" ->
          new RunEvent.EditIntended(
              payload.text("question"),
              payload.text("path"),
              payload.text("before"),
              payload.text("after"),
              payload.fields().text("removed").orElse(""),
              payload.fields().text("inserted").orElse(""));
      case "edited" ->
          new RunEvent.Edited(
              payload.text("question"),
              payload.text("path"),
              payload.text("before"),
              payload.text("after"));
      case "cancel-requested" -> new RunEvent.CancelRequested(payload.text("by"));
      case "stopped" ->
          new RunEvent.Stopped(payload.state(), payload.exit(), payload.text("reason"));
      default -> throw new IllegalArgumentException("unknown kind of event: " + kind);
    };
  }

  private static Json.Fields disputed(Json.Fields decided, List<String> disputed) {
    return disputed.isEmpty() ? decided : decided.with("disputed", Json.texts(disputed));
  }

  private static Json.Fields skipped(Map<Stage, String> skipped) {
    Map<String, String> words = new LinkedHashMap<>();
    skipped.forEach((stage, why) -> words.put(stage.word(), why));
    return texts(words);
  }

  private static Map<Stage, String> skipped(Payload payload) {
    Map<Stage, String> skipped = new LinkedHashMap<>();
    if (payload.has("skipped")) {
      payload
          .texts("skipped")
          .forEach((word, why) ->
              skipped.put(Stage.parse(word).orElseThrow(() -> Payload.missing("skipped")), why));
    }
    return skipped;
  }

  private static Json.Fields tree(Stage stage, CheckedTree tree) {
    return Json.fields().with("stage", stage.word()).with("tree", tree.name());
  }

  private static Json.Fields edit(String question, String path, String before, String after) {
    return Json.fields()
        .with("question", question)
        .with("path", path)
        .with("before", before)
        .with("after", after);
  }

  private static Json.Fields part(Part part) {
    return Json.fields().with("part", part.name());
  }

  private static Json.Fields attempt(Part part, String input, AgentName agent, int number) {
    return part(part).with("input", input).with("agent", agent.value()).with("attempt", number);
  }

  private static Json.Fields texts(Map<String, String> values) {
    Json.Fields fields = Json.fields();
    for (String name : values.keySet().stream().sorted().toList()) {
      fields = fields.with(name, values.getOrDefault(name, ""));
    }
    return fields;
  }

  static String word(OnQuestion onQuestion) {
    return onQuestion.name().toLowerCase(Locale.ROOT);
  }

  /// Reads the fields of a payload; a missing one is an IllegalArgumentException that ends in
  /// [#read].
  private record Payload(Json.Fields fields) {
    boolean has(String name) {
      return fields.find(name).isPresent();
    }

    String text(String name) {
      return fields.text(name).orElseThrow(() -> missing(name));
    }

    int number(String name) {
      return Math.toIntExact(fields.integer(name).orElseThrow(() -> missing(name)));
    }

    boolean truth(String name) {
      return fields.truth(name).orElseThrow(() -> missing(name));
    }

    Stage stage(String name) {
      return Stage.parse(text(name)).orElseThrow(() -> missing(name));
    }

    Part part(String name) {
      return Part.parse(text(name)).orElseThrow(() -> missing(name));
    }

    Checkpoint checkpoint() {
      return Checkpoint.parse(text("checkpoint")).orElseThrow(() -> missing("checkpoint"));
    }

    CheckedTree tree() {
      return CheckedTree.parse(text("tree")).orElseThrow(() -> missing("tree"));
    }

    CheckResult check() {
      return CheckResult.read(object("result")).orElseThrow(() -> missing("result"));
    }

    Json.Fields object(String name) {
      return fields.object(name).orElseThrow(() -> missing(name));
    }

    AgentName agent() {
      return new AgentName(text("agent"));
    }

    OnQuestion onQuestion() {
      return OnQuestion.valueOf(text("on_question").toUpperCase(Locale.ROOT));
    }

    Outcome outcome() {
      return Outcome.valueOf(text("outcome").toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    RunState state() {
      return RunState.parse(text("state")).orElseThrow(() -> missing("state"));
    }

    ExitCode exit() {
      int number = number("exit");
      for (ExitCode code : ExitCode.values()) {
        if (code.number() == number) {
          return code;
        }
      }
      throw missing("exit");
    }

    Agreement agreement() {
      Payload agreement =
          new Payload(fields.object("agreement").orElseThrow(() -> missing("agreement")));
      return new Agreement(
          agreement.number("supporters"),
          agreement.number("responders"),
          agreement.number("roster"));
    }

    Map<String, String> texts(String name) {
      Map<String, String> texts = new LinkedHashMap<>();
      fields
          .object(name)
          .orElseThrow(() -> missing(name))
          .values()
          .forEach((key, value) -> {
            if (value instanceof Json.Text text) {
              texts.put(key, text.value());
            }
          });
      return texts;
    }

    private static IllegalArgumentException missing(String name) {
      return new IllegalArgumentException("missing or wrong: " + name);
    }
  }

  public static List<String> words() {
    return java.util.Arrays.stream(OnQuestion.values()).map(EventText::word).toList();
  }
}
