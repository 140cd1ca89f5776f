package dev.speckit.consensus;

import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.consensus.AuditAgreement.Item;
import dev.speckit.consensus.AuditAgreement.Original;
import java.util.List;
import java.util.Optional;

/// `audit.md`: what speckit found by rules, what agents found and was verified, and what was not
/// verified. Texts of agents are shown through [SafeText] only.
public final class AuditDocument {
  private final DocumentHead head;
  private final List<NativeFinding> found;
  private final DocumentParts parts = new DocumentParts();

  private AuditDocument(DocumentHead head, List<NativeFinding> found) {
    this.head = head;
    this.found = List.copyOf(found);
  }

  /// The document; the same input gives the same text.
  ///
  /// @param found by speckit itself
  /// @param changed names of files that changed meanwhile; empty when none did
  /// @param agreement empty when nobody was asked
  public static String markdown(
      DocumentHead head,
      List<NativeFinding> found,
      String changed,
      Optional<AuditAgreement> agreement) {
    AuditDocument document = new AuditDocument(head, found);
    document.render(changed, agreement);
    return document.parts.text();
  }

  private void render(String changed, Optional<AuditAgreement> agreement) {
    agreement.ifPresentOrElse(
        asked -> parts.head("Audit", head, asked.participation()),
        () -> parts.headWithout("Audit", head, "what was found by rules was enough"));
    result(changed, agreement);
    ruled();
    agreement.ifPresent(this::asked);
    parts.questions(head);
  }

  private void result(String changed, Optional<AuditAgreement> agreement) {
    parts.section("## Result");
    long critical =
        found.stream().filter(finding -> finding.magnitude() == Magnitude.CRITICAL).count();
    Optional<String> objection = agreement.flatMap(AuditAgreement::objection);
    if (critical == 0 && objection.isEmpty() && changed.isEmpty()) {
      parts.line("**Passed.** Nothing critical was found.");
      return;
    }
    parts.line("**Not passed.**");
    parts.line("");
    if (critical > 0) {
      parts.line("- found by rules and critical: " + critical);
    }
    if (!changed.isEmpty()) {
      parts.line(
          "- files changed while they were audited: "
              + SafeText.paragraph(changed)
              + "; what was said of them counts no more");
    }
    objection.ifPresent(text -> parts.line("- " + SafeText.paragraph(text)));
  }

  private void ruled() {
    parts.section("## Found by rules");
    if (found.isEmpty()) {
      parts.line("Nothing.");
    }
    for (NativeFinding finding : found) {
      String place = finding.place().isEmpty() ? "" : SafeText.title(finding.place()) + ": ";
      parts.line(
          "- **"
              + finding.magnitude().word()
              + "** "
              + SafeText.title(finding.category())
              + ": "
              + place
              + SafeText.paragraph(finding.text()));
    }
  }

  private void asked(AuditAgreement agreement) {
    parts.section("## Findings");
    if (agreement.verified().isEmpty()) {
      parts.line("No finding of an agent was verified.");
    }
    agreement.verified().forEach(this::item);
    parts.section("## Not verified");
    if (agreement.notVerified().isEmpty()) {
      parts.line("None.");
    } else {
      parts.line("Nothing shows these: the place was not found, or too few agents say so.");
      parts.line("");
    }
    agreement.notVerified().forEach(this::item);
    parts.section("## What the agents say of the whole");
    parts.line("Shown only; what was verified decides.");
    parts.line("");
    agreement
        .ballots()
        .forEach(ballot -> parts.line("- " + ballot.agent() + ": " + ballot.verdict().word()));
    parts.leftOut(agreement.leftOut());
  }

  private void item(Item item) {
    parts.line(
        "- "
            + item.id()
            + " **"
            + item.magnitude().word()
            + "** "
            + SafeText.title(item.category())
            + (item.file() == null ? "" : " at " + SafeText.title(item.place()))
            + " ("
            + item.agreement()
            + ": "
            + DocumentParts.names(item.supporters())
            + ")");
    parts.line("  - " + SafeText.paragraph(item.recommendation()));
    for (Original original : item.provenance()) {
      if (original.found() != null) {
        parts.line(
            "  - "
                + original.agent()
                + ", "
                + original.magnitude().word()
                + ": "
                + SafeText.title(Lookup.place(original.file(), original.line()))
                + " ("
                + original.found().sentence()
                + ")"
                + (original.quote() == null ? "" : ": " + SafeText.title(original.quote())));
      }
    }
  }
}
