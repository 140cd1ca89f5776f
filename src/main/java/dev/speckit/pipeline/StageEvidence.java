package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.agent.Usage;
import dev.speckit.evidence.StageFile;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateDecision;
import dev.speckit.json.Json;
import dev.speckit.run.Checkpoint;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.Stage;
import dev.speckit.run.UsageTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes what a stage of a run came to, when the stage ends or the run stops in it. The journal
/// stays the truth: the file can be made again from it.
final class StageEvidence {
  private static final int SCHEMA_VERSION = 1;

  private final Journal journal;
  private final RunScene scene;

  StageEvidence(Journal journal, RunScene scene) {
    this.journal = journal;
    this.scene = scene;
  }

  /// How a stage ended, or the run in it.
  ///
  /// @param outcome `done`, or the state of the run
  /// @param reason why it stopped; null when it is done
  private record Ending(String outcome, ExitCode exit, @Nullable String reason) {}

  void ended(Run run, Stage stage) throws InterruptedException {
    write(run, stage, new Ending(RunState.DONE.word(), ExitCode.OK, null));
  }

  /// The stage that the run stands in, when it has begun.
  void stopped(Run run, NextStep.Stop stop) throws InterruptedException {
    for (Stage stage : run.stages()) {
      if (!run.endedStages().contains(stage)) {
        write(run, stage, new Ending(stop.state().word(), stop.exit(), stop.reason()));
        return;
      }
    }
  }

  private void write(Run run, Stage stage, Ending ending) throws InterruptedException {
    Optional<Instant> started = startedAt(run, stage);
    if (started.isEmpty()) {
      return;
    }
    Instant now = journal.now();
    Instant ended = now.isBefore(started.get()) ? started.get() : now;
    Json.Fields facts =
        Json.fields()
            .with("schema_version", SCHEMA_VERSION)
            .with("command", stage.word())
            .with("spec", scene.spec().id().toString())
            .with("run", run.id())
            .with("stage", stage.word())
            .with("started_at", started.get())
            .with("ended_at", ended)
            .with("outcome", ending.outcome())
            .with("exit", ending.exit().number())
            .withPresent("reason", ending.reason())
            .with("agents", agents(run, stage))
            .with("checks", checks(run, stage))
            .with("candidates", stage == Stage.IMPLEMENT ? candidates(run) : List.of());
    Optional<Run.PartState> own = run.part(Part.own(stage));
    Optional<RunEvent.PartDecided> decided = own.map(Run.PartState::decided);
    if (decided.isPresent()) {
      facts =
          facts
              .with("agreement", decided.get().agreement().json())
              .with(
                  "decision",
                  Json.fields()
                      .with("participation", decided.get().participation())
                      .with("passes", decided.get().passes())
                      .withPresent("objection", decided.get().objection()));
    }
    Run.Artifact artifact = run.artifacts().get(stage);
    if (artifact != null && artifact.written() != null) {
      facts =
          facts.with(
              "artifact",
              Json.fields()
                  .with("path", artifact.written().path())
                  .with("sha256", artifact.written().sha256())
                  .with(
                      "edited", !artifact.written().sha256().equals(artifact.intended().sha256())));
    }
    if (own.isPresent()) {
      facts = facts.with("documents", documents(own.get().entered().documents()));
    }
    Optional<Json.Fields> questions = questions(run, stage);
    facts = questions.isPresent() ? facts.with("questions", questions.get()) : facts;
    StageFile.write(scene.workspace(), scene.spec().id().toString(), stage.word(), facts);
  }

  private Optional<Instant> startedAt(Run run, Stage stage) throws InterruptedException {
    for (Run.Recorded recorded : journal.events(run.id())) {
      Stage of =
          switch (recorded.event()) {
            case RunEvent.PartEntered entered -> entered.part().stage();
            case RunEvent.ChecksIntended intended -> intended.stage();
            case RunEvent.Noted noted -> noted.stage();
            default -> null;
          };
      if (of == stage) {
        return Optional.of(recorded.at());
      }
    }
    return Optional.empty();
  }

  private static Json.Fields documents(Map<String, String> documents) {
    Json.Fields json = Json.fields();
    for (Map.Entry<String, String> document : new TreeMap<>(documents).entrySet()) {
      json = json.with(document.getKey(), document.getValue());
    }
    return json;
  }

  private static List<Json.Fields> checks(Run run, Stage stage) {
    List<Json.Fields> checks = new ArrayList<>();
    run.checked()
        .forEach((of, checked) -> {
          if (of.stage() == stage) {
            checked
                .results()
                .forEach(result -> checks.add(result.json().with("files", of.tree().name())));
          }
        });
    return checks;
  }

  private static List<Json.Fields> candidates(Run run) {
    List<Json.Fields> candidates = new ArrayList<>();
    RunEvent.CandidateChosen chosen = run.implementation().chosen();
    for (RunEvent.CandidateTaken taken : run.implementation().candidates().values()) {
      Json.Fields json = Json.fields().with("agent", taken.agent().value());
      candidates.add(
          (taken.commit().isEmpty() ? json : json.with("commit", taken.commit()))
              .with("files", taken.files().size())
              .with("added", taken.added())
              .with("removed", taken.removed())
              .withPresent("rejected", taken.rejected())
              .with("taken", chosen != null && taken.agent().equals(chosen.agent())));
    }
    return candidates;
  }

  private List<Json.Fields> agents(Run run, Stage stage) throws InterruptedException {
    List<UsageTable.Attempted> used =
        journal
            .store()
            .read(transaction -> UsageTable.rows(transaction, run.id(), null, null, null));
    List<Json.Fields> agents = new ArrayList<>();
    for (Map.Entry<Part, Run.PartState> part : run.parts().entrySet()) {
      if (part.getKey().stage() != stage) {
        continue;
      }
      for (AgentName agent : part.getValue().entered().roster()) {
        agent(part.getKey(), part.getValue(), agent, used).ifPresent(agents::add);
      }
    }
    return agents;
  }

  private static Optional<Json.Fields> agent(
      Part part, Run.PartState state, AgentName agent, List<UsageTable.Attempted> all) {
    List<Run.Attempt> attempts = state.attempts(agent);
    if (attempts.isEmpty()) {
      return Optional.empty();
    }
    List<UsageTable.Attempted> own =
        all.stream()
            .filter(each ->
                each.subject().equals(part.subject().word())
                    && each.input().equals(state.entered().input())
                    && each.agent().equals(agent.value()))
            .toList();
    Outcome outcome = Asking.lastOutcomes(state).get(agent);
    return Optional.of(
        Json.fields()
            .with("part", part.name())
            .with("agent", agent.value())
            .withPresent(
                "model",
                own.stream()
                    .map(UsageTable.Attempted::model)
                    .filter(model -> model != null)
                    .reduce((_, later) -> later)
                    .orElse(null))
            .with("attempts", attempts.size())
            .withPresent("outcome", outcome == null ? null : outcome.word())
            .withPresent("total_ms", millis(attempts))
            .withPresent("input_tokens", sum(own, Usage::inputTokens))
            .withPresent("output_tokens", sum(own, Usage::outputTokens))
            .withPresent("cost_micros", sum(own, Usage::costMicros)));
  }

  /// Null when the end of one is not known: a sum without it would say too little.
  private static @Nullable Long millis(List<Run.Attempt> attempts) {
    long sum = 0;
    for (Run.Attempt attempt : attempts) {
      if (attempt.endedAt() == null) {
        return null;
      }
      sum += Duration.between(attempt.startedAt(), attempt.endedAt()).toMillis();
    }
    return sum;
  }

  private interface Figure {
    @Nullable Long of(Usage usage);
  }

  /// Null when one of them did not say.
  private static @Nullable Long sum(List<UsageTable.Attempted> attempts, Figure figure) {
    long sum = 0;
    for (UsageTable.Attempted attempt : attempts) {
      Long said = figure.of(attempt.used());
      if (said == null) {
        return null;
      }
      sum += said;
    }
    return attempts.isEmpty() ? null : sum;
  }

  /// Empty for a stage whose gates were not decided.
  private Optional<Json.Fields> questions(Run run, Stage stage) throws InterruptedException {
    int asked = 0;
    int confirmed = 0;
    int deferred = 0;
    int answered = 0;
    for (AskedQuestion question : AskedQuestion.of(journal, run)) {
      if (question.checkpoint().filter(each -> each.stage() == stage).isEmpty()) {
        continue;
      }
      asked += question.wantsApproval() ? 0 : 1;
      confirmed += question.wantsApproval() ? 1 : 0;
      deferred += question.state().equals("deferred") ? 1 : 0;
      answered += question.isUnsettled() ? 0 : 1;
    }
    int applied = 0;
    boolean decided = false;
    Judging judging = new Judging(journal, SpecSeen.of(scene));
    for (Checkpoint checkpoint : run.checkpoints().keySet()) {
      if (checkpoint.stage() == stage) {
        decided = true;
        if (judging.decision(run, checkpoint) instanceof GateDecision.Decided gates) {
          applied += gates.assumptions().size();
        }
      }
    }
    return decided
        ? Optional.of(
            Json.fields()
                .with("asked", asked)
                .with("applied", applied)
                .with("confirmed", confirmed)
                .with("deferred", deferred)
                .with("answered", answered))
        : Optional.empty();
  }
}
