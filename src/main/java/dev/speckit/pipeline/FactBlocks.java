package dev.speckit.pipeline;

import dev.speckit.checks.CheckResult;
import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Tone;
import dev.speckit.consensus.OpenPoint;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.EventText;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a run found out for itself, as people and programs read it: checks, candidates, what is
/// shown of each requirement, findings and open points.
final class FactBlocks {
  private static final int COMMIT_SHOWN = 12;
  private static final int POINTS_SHOWN_MAX = 30;

  private final Run run;

  FactBlocks(Run run) {
    this.run = run;
  }

  /// Adds to a stage's object what it found out.
  ///
  /// @param verdict content of the stage's verdict; empty before it was decided
  Fields json(Stage stage, Fields verdict, Fields fields) {
    List<Fields> checks = new ArrayList<>();
    run.checked()
        .forEach((tree, checked) -> {
          if (tree.stage() == stage) {
            checks.add(json(tree.tree(), checked));
          }
        });
    Fields json = checks.isEmpty() ? fields : fields.with("checks", checks);
    RunEvent.Noted noted = run.notes().get(stage);
    return switch (stage) {
      case PLAN, TASKS -> json;
      case IMPLEMENT -> candidates(json);
      case VALIDATE -> json.with("requirements", verdict.items("demands"));
      case AUDIT ->
          json.with("noted", noted == null ? List.of() : noted.content().items("findings"))
              .with("findings", verdict.items("findings"));
      case UNLOCK ->
          json.with("open_points", noted == null ? List.of() : noted.content().items("open_points"))
              .with("ballots", verdict.items("ballots"));
    };
  }

  private static Fields json(CheckedTree tree, Run.Checked checked) {
    Fields json =
        Json.fields()
            .with("tree", tree.name())
            .with("files", checked.intended().state())
            .with("results", checked.results().stream().map(CheckResult::json).toList());
    return checked.passed() == null ? json : json.with("passed", checked.passed());
  }

  private Fields candidates(Fields fields) {
    Run.Implementation work = run.implementation();
    Fields json =
        fields.with(
            "candidates", work.candidates().values().stream().map(this::candidate).toList());
    if (work.chosen() != null) {
      json = json.with("choice", EventText.write(work.chosen()));
    }
    return work.applied() == null ? json : json.with("applied", EventText.write(work.applied()));
  }

  private Fields candidate(RunEvent.CandidateTaken taken) {
    Fields json = EventText.write(taken);
    return taken.rejected() != null
        ? json
        : json.withPresent("rejected", Implementing.lost(run, taken.agent()).orElse(null));
  }

  /// For people; what a stage has not come to is left out.
  ///
  /// @param verdicts contents by stage
  List<Block> blocks(Map<Stage, Fields> verdicts) {
    List<Block> blocks = new ArrayList<>();
    if (!run.checked().isEmpty()) {
      blocks.add(checks());
    }
    if (!run.implementation().candidates().isEmpty()) {
      blocks.add(candidates());
    }
    Fields validate = verdicts.getOrDefault(Stage.VALIDATE, Json.fields());
    if (!validate.objects("demands").isEmpty()) {
      blocks.add(requirements(validate.objects("demands")));
    }
    List<Fields> findings = findings(verdicts.getOrDefault(Stage.AUDIT, Json.fields()));
    if (!findings.isEmpty()) {
      blocks.add(findings(findings));
    }
    RunEvent.Noted unlock = run.notes().get(Stage.UNLOCK);
    if (unlock != null && !OpenPoint.read(unlock.content()).isEmpty()) {
      blocks.add(open(OpenPoint.read(unlock.content())));
    }
    List<Fields> ballots = verdicts.getOrDefault(Stage.UNLOCK, Json.fields()).objects("ballots");
    if (!ballots.isEmpty()) {
      blocks.add(votes(ballots));
    }
    return blocks;
  }

  private static Block votes(List<Fields> ballots) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Fields ballot : ballots) {
      String word = ballot.text("verdict").orElse("");
      rows.add(
          List.of(
              Cell.of(ballot.text("agent").orElse("")),
              Cell.of(word, word.equals("unlock") ? Tone.GOOD : Tone.BAD),
              Cell.of(AgreementBlocks.shown(String.join("; ", ballot.texts("reasons"))))));
    }
    return new Block.Table("Votes", List.of("agent", "says", "because"), rows);
  }

  private Block checks() {
    List<List<Cell>> rows = new ArrayList<>();
    run.checked()
        .forEach((tree, checked) -> {
          for (CheckResult result : checked.results()) {
            rows.add(
                List.of(
                    Cell.of(tree.stage().word()),
                    Cell.of(tree.tree().name()),
                    Cell.of(result.name()),
                    Cell.of(result.end().word(), result.passed() ? Tone.GOOD : Tone.BAD),
                    Cell.of(StageFacts.tests(result)),
                    Cell.of(
                        AgreementBlocks.shown(result.reason() == null ? "" : result.reason()))));
          }
        });
    return new Block.Table(
        "Checks", List.of("stage", "files", "check", "result", "tests", "why"), rows);
  }

  private Block candidates() {
    List<List<Cell>> rows = new ArrayList<>();
    RunEvent.CandidateChosen chosen = run.implementation().chosen();
    for (RunEvent.CandidateTaken taken : run.implementation().candidates().values()) {
      boolean isChosen = chosen != null && taken.agent().equals(chosen.agent());
      String commit = taken.commit();
      rows.add(
          List.of(
              Cell.of(taken.agent().value()),
              Cell.of(isChosen ? "taken" : "", Tone.GOOD),
              Cell.of(commit.substring(0, Math.min(COMMIT_SHOWN, commit.length())), Tone.MUTED),
              Cell.of(Integer.toString(taken.files().size())),
              Cell.of("+" + taken.added() + " -" + taken.removed()),
              Cell.of(
                  AgreementBlocks.shown(
                      Implementing.lost(run, taken.agent())
                          .orElse(taken.rejected() == null ? "" : taken.rejected())))));
    }
    return new Block.Table(
        "Candidates", List.of("agent", "", "commit", "files", "lines", "why not"), rows);
  }

  private static Block requirements(List<Fields> items) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Fields item : items) {
      String status = item.text("status").orElse("");
      rows.add(
          List.of(
              Cell.of(AgreementBlocks.agreement(item)),
              Cell.of(item.text("id").orElse("")),
              Cell.of(status, status.equals("met") ? Tone.GOOD : Tone.BAD),
              Cell.of(AgreementBlocks.shown(item.text("text").orElse("")))));
    }
    return new Block.Table("Requirements", List.of("agreement", "id", "status", "asks"), rows);
  }

  /// Those of the rules first, then those of agents.
  private List<Fields> findings(Fields audit) {
    List<Fields> findings = new ArrayList<>();
    RunEvent.Noted noted = run.notes().get(Stage.AUDIT);
    if (noted != null) {
      findings.addAll(noted.content().objects("findings"));
    }
    findings.addAll(audit.objects("findings"));
    return findings;
  }

  private static Block findings(List<Fields> findings) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Fields finding : findings) {
      String magnitude = finding.text("magnitude").orElse("");
      boolean weighs = finding.truth("weighs").orElse(true);
      rows.add(
          List.of(
              Cell.of(magnitude, magnitude.equals("critical") && weighs ? Tone.BAD : Tone.WARNING),
              Cell.of(finding.text("category").orElse("")),
              Cell.of(place(finding)),
              Cell.of(
                  AgreementBlocks.shown(
                      finding
                          .text("recommendation")
                          .orElseGet(() -> finding.text("text").orElse("")))),
              Cell.of(weighs ? "" : "not verified", Tone.MUTED)));
    }
    return new Block.Table("Findings", List.of("how bad", "about", "place", "what", ""), rows);
  }

  private static String place(Fields finding) {
    return finding.text("file").orElse("")
        + finding.integer("line").map(line -> ":" + line).orElse("");
  }

  private static Block open(List<OpenPoint> points) {
    List<List<Cell>> rows = new ArrayList<>();
    for (OpenPoint point : points.subList(0, Math.min(POINTS_SHOWN_MAX, points.size()))) {
      rows.add(
          List.of(
              Cell.of(point.stage()),
              Cell.of(AgreementBlocks.shown(point.what()), Tone.WARNING),
              Cell.of(point.place())));
    }
    return new Block.Table(
        points.size() > POINTS_SHOWN_MAX
            ? "Open points (" + POINTS_SHOWN_MAX + " of " + points.size() + "; all in unlock.md)"
            : "Open points",
        List.of("from", "what", "place"),
        rows);
  }
}
