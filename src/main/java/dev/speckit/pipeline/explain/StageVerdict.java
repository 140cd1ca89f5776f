package dev.speckit.pipeline.explain;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Tone;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.pipeline.AgreementBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a stored verdict of a stage says, whichever stage it is: items of plan and tasks, demands
/// of validate, findings of audit, ballots of unlock, summaries of implement.
///
/// @param content as it was stored; its texts are untrusted
record StageVerdict(Fields content) {

  /// Whether what was agreed has the form of items, which people read best in one table.
  boolean hasItems() {
    return demands().isEmpty()
        && findings().isEmpty()
        && ballots().isEmpty()
        && summaries().isEmpty();
  }

  private List<Fields> demands() {
    return content.objects("demands");
  }

  private List<Fields> findings() {
    return content.objects("findings");
  }

  /// Ballots decide at unlock alone.
  private List<Fields> ballots() {
    return content.find("opens").isPresent() ? content.objects("ballots") : List.of();
  }

  private List<Fields> summaries() {
    return content.objects("summaries");
  }

  /// What enough agents stand behind, in the form of items.
  List<Fields> agreed() {
    List<Fields> agreed = new ArrayList<>(content.objects("agreed"));
    for (Fields demand : demands()) {
      if (word(demand, "status").equals("met")) {
        agreed.add(demand(demand));
      }
    }
    for (Fields finding : findings()) {
      if (weighs(finding)) {
        agreed.add(finding(finding));
      }
    }
    if (!ballots().isEmpty()) {
      String won = content.truth("opens").orElse(false) ? "unlock" : "block";
      agreed.add(
          item(
              won,
              ballots().stream()
                  .filter(ballot -> word(ballot, "verdict").equals(won))
                  .map(ballot -> word(ballot, "agent"))
                  .toList()));
    }
    return List.copyOf(agreed);
  }

  /// What others say, in the form of items.
  List<Fields> dissent() {
    if (!ballots().isEmpty()) {
      return content.objects("dissent").stream()
          .map(ballot -> item(ballotText(ballot), List.of(word(ballot, "agent"))))
          .toList();
    }
    if (!demands().isEmpty()) {
      return content.objects("dissent").stream()
          .map(claim ->
              item(
                      word(claim, "id") + " is " + word(claim, "status"),
                      List.of(word(claim, "agent")))
                  .with("requirements", List.of(Json.fields().with("id", word(claim, "id")))))
          .toList();
    }
    if (!findings().isEmpty()) {
      return findings().stream()
          .filter(finding -> !weighs(finding))
          .map(StageVerdict::finding)
          .toList();
    }
    return content.objects("dissent");
  }

  private static Fields demand(Fields demand) {
    return item(
            word(demand, "text"),
            demand.objects("claims").stream()
                .filter(StageVerdict::weighs)
                .filter(claim -> word(claim, "status").equals("met"))
                .map(claim -> word(claim, "agent"))
                .toList())
        .withPresent("agreement", demand.object("agreement").orElse(null))
        .with("requirements", List.of(Json.fields().with("id", word(demand, "id"))));
  }

  private static Fields finding(Fields finding) {
    return item(
            word(finding, "category") + ": " + word(finding, "recommendation"),
            finding.texts("supporters"))
        .withPresent("agreement", finding.object("agreement").orElse(null));
  }

  private static Fields item(String title, List<String> supporters) {
    return Json.fields().with("title", title).with("supporters", Json.texts(supporters));
  }

  private static String word(Fields fields, String name) {
    return fields.text(name).orElse("");
  }

  private static boolean weighs(Fields fields) {
    return fields.truth("weighs").orElse(false);
  }

  private static String ballotText(Fields ballot) {
    String reasons = String.join("; ", ballot.texts("reasons"));
    return word(ballot, "verdict") + (reasons.isEmpty() ? "" : ": " + reasons);
  }

  /// Adds what the stage has of its own, under the names of `run`.
  Fields addTo(Fields fields) {
    Fields json = fields;
    if (!demands().isEmpty()) {
      json = json.with("requirements", content.items("demands"));
    }
    if (!findings().isEmpty()) {
      json = json.with("findings", content.items("findings"));
    }
    if (!ballots().isEmpty()) {
      json = json.with("ballots", content.items("ballots"));
    }
    return summaries().isEmpty() ? json : json.with("summaries", content.items("summaries"));
  }

  /// For people; none for plan, tasks and gates.
  ///
  /// @param part stands in the titles
  List<Block> blocks(String part) {
    List<Block> blocks = new ArrayList<>();
    if (!demands().isEmpty()) {
      blocks.add(
          new Block.Table(
              "Requirements: " + part,
              List.of("agreement", "id", "status", "asks", "claims"),
              demands().stream().map(StageVerdict::demandRow).toList()));
    }
    if (!findings().isEmpty()) {
      blocks.add(
          new Block.Table(
              "Findings: " + part,
              List.of("agreement", "how bad", "about", "place", "what", ""),
              findings().stream().map(StageVerdict::findingRow).toList()));
    }
    if (!ballots().isEmpty()) {
      blocks.add(
          new Block.Table(
              "Ballots: " + part,
              List.of("agent", "says", "because"),
              ballots().stream().map(StageVerdict::ballotRow).toList()));
    }
    if (!summaries().isEmpty()) {
      blocks.add(
          new Block.Table(
              "In their words: " + part,
              List.of("agent", "what it says it did", "files it names"),
              summaries().stream().map(StageVerdict::summaryRow).toList()));
    }
    return blocks;
  }

  private static List<Cell> demandRow(Fields demand) {
    String status = word(demand, "status");
    return List.of(
        Cell.of(AgreementBlocks.agreement(demand)),
        Cell.of(word(demand, "id"), Tone.STRONG),
        Cell.of(status, status.equals("met") ? Tone.GOOD : Tone.BAD),
        Cell.of(AgreementBlocks.shown(word(demand, "text"))),
        Cell.of(
            demand.objects("claims").stream()
                .map(StageVerdict::claim)
                .collect(Collectors.joining(", ")),
            Tone.MUTED));
  }

  /// `alice: met`, or `bob: met (not found)` for one that shows nothing.
  private static String claim(Fields claim) {
    String status = word(claim, "status");
    return word(claim, "agent")
        + ": "
        + status
        + (weighs(claim) || status.equals("unclear") ? "" : " (not found)");
  }

  private static List<Cell> findingRow(Fields finding) {
    String magnitude = word(finding, "magnitude");
    return List.of(
        Cell.of(AgreementBlocks.agreement(finding)),
        Cell.of(
            magnitude, magnitude.equals("critical") && weighs(finding) ? Tone.BAD : Tone.WARNING),
        Cell.of(AgreementBlocks.shown(word(finding, "category"))),
        Cell.of(
            AgreementBlocks.shown(
                word(finding, "file")
                    + finding.integer("line").map(line -> ":" + line).orElse(""))),
        Cell.of(AgreementBlocks.shown(word(finding, "recommendation"))),
        Cell.of(weighs(finding) ? "" : "not verified", Tone.MUTED));
  }

  private static List<Cell> ballotRow(Fields ballot) {
    String verdict = word(ballot, "verdict");
    return List.of(
        Cell.of(word(ballot, "agent"), Tone.STRONG),
        Cell.of(verdict, verdict.equals("unlock") ? Tone.GOOD : Tone.BAD),
        Cell.of(AgreementBlocks.shown(String.join("; ", ballot.texts("reasons")))));
  }

  private static List<Cell> summaryRow(Fields summary) {
    return List.of(
        Cell.of(word(summary, "agent"), Tone.STRONG),
        Cell.of(AgreementBlocks.shown(word(summary, "summary"))),
        Cell.of(AgreementBlocks.shown(String.join(", ", summary.texts("files")))));
  }
}
