package dev.speckit.consensus;

import dev.speckit.consensus.ValidateAgreement.Claim;
import dev.speckit.consensus.ValidateAgreement.Evidence;
import dev.speckit.consensus.ValidateAgreement.Item;
import dev.speckit.consensus.ValidateAgreement.NotAsked;
import java.util.List;
import java.util.Optional;

/// `validate.md`: what the checks said, and what was shown of each demand of the spec. Texts of
/// agents are shown through [SafeText] only.
public final class ValidateDocument {
  private final DocumentHead head;
  private final List<CheckLine> checks;
  private final String changed;
  private final DocumentParts parts = new DocumentParts();

  private ValidateDocument(DocumentHead head, List<CheckLine> checks, String changed) {
    this.head = head;
    this.checks = List.copyOf(checks);
    this.changed = changed;
  }

  /// The document; the same input gives the same text.
  ///
  /// @param changed names of files that changed meanwhile; empty when none did
  /// @param agreement empty when a fact ended the stage before anybody was asked
  public static String markdown(
      DocumentHead head,
      List<CheckLine> checks,
      String changed,
      Optional<ValidateAgreement> agreement) {
    ValidateDocument document = new ValidateDocument(head, checks, changed);
    agreement.ifPresentOrElse(document::render, document::renderFacts);
    return document.parts.text();
  }

  private void renderFacts() {
    boolean isChecked = !changed.isEmpty() && checks.stream().allMatch(CheckLine::passed);
    parts.headWithout(
        "Validation",
        head,
        isChecked ? "files changed while the checks ran" : "a check did not pass");
    parts.checks(checks);
    parts.section("## Result");
    parts.line(
        isChecked
            ? notTheSame()
            : "**Not met.** A failed check is a fact that no opinion outweighs.");
  }

  private void render(ValidateAgreement agreement) {
    parts.head("Validation", head, agreement.participation());
    parts.checks(checks);
    parts.section("## Result");
    parts.line(
        changed.isEmpty()
            ? agreement
                .objection()
                .map(objection -> "**Not met.** " + SafeText.paragraph(objection) + ".")
                .orElse("**Met.** Every requirement and criterion is shown to be met.")
            : notTheSame());
    demands(agreement.items());
    for (Item item : agreement.items()) {
      claims(item);
    }
    dissent(agreement.items());
    notAsked(agreement.notAsked());
    ballots(agreement);
    parts.questions(head);
  }

  private String notTheSame() {
    return "**Not met.** Files changed while they were validated: "
        + SafeText.paragraph(changed)
        + ". What was said of them counts no more.";
  }

  private void demands(List<Item> items) {
    if (items.isEmpty()) {
      return;
    }
    parts.section("## Requirements and criteria");
    parts.line("| requirement or criterion | text | status | shown by |");
    parts.line("|---|---|---|---|");
    for (Item item : items) {
      parts.line(
          "| "
              + SafeText.title(item.id())
              + " | "
              + SafeText.title(item.text())
              + " | "
              + item.status().word()
              + " | "
              + item.agreement()
              + " |");
    }
  }

  private void claims(Item item) {
    parts.section("### " + SafeText.title(item.id()) + ": " + item.status().word());
    if (item.claims().isEmpty()) {
      parts.line("No agent said anything about it.");
    }
    for (Claim claim : item.claims()) {
      parts.line("- " + claim.agent() + ": " + claim.status().word() + weight(claim));
      for (Evidence evidence : claim.evidence()) {
        parts.line("  - " + described(evidence));
      }
    }
  }

  private static String weight(Claim claim) {
    return switch (claim.status()) {
      case MET -> claim.weighs() ? "" : " (weighs nothing: no place was found)";
      case UNMET -> claim.weighs() ? "" : " (a doubt without a place that was found)";
      case UNCLEAR -> "";
    };
  }

  private static String described(Evidence evidence) {
    return SafeText.title(evidence.place())
        + " ("
        + evidence.found().sentence()
        + "): "
        + SafeText.title(evidence.quote());
  }

  private void dissent(List<Item> items) {
    parts.section("## Dissent");
    boolean none = true;
    for (Item item : items) {
      for (Claim claim : item.lost()) {
        none = false;
        parts.line(
            "- "
                + SafeText.title(item.id())
                + " "
                + item.status().word()
                + ": "
                + claim.agent()
                + " said "
                + claim.status().word()
                + places(claim));
      }
    }
    if (none) {
      parts.line("None: no claim lost against another.");
    }
  }

  private static String places(Claim claim) {
    return claim.evidence().isEmpty()
        ? ", without a place"
        : ", naming "
            + String.join(
                ", ",
                claim.evidence().stream()
                    .map(evidence ->
                        SafeText.title(evidence.place()) + " (" + evidence.found().word() + ")")
                    .toList());
  }

  private void notAsked(List<NotAsked> notAsked) {
    if (notAsked.isEmpty()) {
      return;
    }
    parts.section("## Not asked");
    for (NotAsked claim : notAsked) {
      parts.line(
          "- "
              + SafeText.title(claim.requirement())
              + ", which the spec does not have: "
              + claim.agent()
              + " said "
              + claim.status().word());
    }
  }

  private void ballots(ValidateAgreement agreement) {
    parts.section("## What the agents say of the whole");
    parts.line("Shown only; the places decide.");
    parts.line("");
    if (agreement.ballots().isEmpty()) {
      parts.line("Nothing.");
    }
    agreement
        .ballots()
        .forEach(ballot -> parts.line("- " + ballot.agent() + ": " + ballot.verdict().word()));
  }
}
