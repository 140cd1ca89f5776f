package dev.speckit.consensus;

import dev.speckit.consensus.ImplementAgreement.Summary;
import java.util.List;
import java.util.Optional;

/// `implement.md`: what each agent built, which work was taken and why. Texts of agents are shown
/// through [SafeText] only.
public final class ImplementDocument {
  /// Files of one candidate that are named.
  private static final int FILES_MAX = 100;

  private final DocumentHead head;
  private final List<CandidateLine> candidates;
  private final DocumentParts parts = new DocumentParts();

  private ImplementDocument(DocumentHead head, List<CandidateLine> candidates) {
    this.head = head;
    this.candidates = List.copyOf(candidates);
  }

  /// The document; the same input gives the same text.
  ///
  /// @param base what the checks said of what every candidate began with
  /// @param explanation why this candidate was chosen and none of the others
  /// @param applied what became of the chosen one, one sentence; empty when none was chosen
  public static String markdown(
      DocumentHead head,
      List<CheckLine> base,
      List<CandidateLine> candidates,
      String explanation,
      String applied,
      Optional<ImplementAgreement> agreement) {
    ImplementDocument document = new ImplementDocument(head, candidates);
    document.render(base, explanation, applied, agreement);
    return document.parts.text();
  }

  private void render(
      List<CheckLine> base,
      String explanation,
      String applied,
      Optional<ImplementAgreement> agreement) {
    agreement.ifPresentOrElse(
        asked -> parts.head("Implementation", head, asked.participation()),
        () -> parts.headWithout("Implementation", head, "nothing could be built"));
    parts.section("## Result");
    parts.line(SafeText.paragraph(explanation));
    if (!applied.isBlank()) {
      parts.line("");
      parts.line(SafeText.paragraph(applied));
    }
    table();
    if (!base.isEmpty()) {
      parts.section("## Before the work");
      parts.line("What the checks said of what every candidate began with.");
      parts.line("");
      parts.checkRows(base);
    }
    candidates.forEach(this::files);
    agreement.ifPresent(asked -> summaries(asked.summaries()));
    parts.questions(head);
  }

  private void table() {
    parts.section("## Candidates");
    if (candidates.isEmpty()) {
      parts.line("None.");
      return;
    }
    parts.line("| agent | commit | files | lines | checks | result |");
    parts.line("|---|---|---|---|---|---|");
    for (CandidateLine line : candidates) {
      parts.line(
          "| "
              + line.agent()
              + " | "
              + SafeText.title(line.commit().isEmpty() ? "none" : line.commit())
              + " | "
              + line.files().size()
              + " | +"
              + line.added()
              + " -"
              + line.removed()
              + " | "
              + SafeText.title(line.checks().isEmpty() ? "none ran" : line.checks())
              + " | "
              + (line.chosen() ? "**chosen**" : "not chosen")
              + (line.lost() == null ? "" : ": " + SafeText.title(line.lost()))
              + " |");
    }
  }

  private void files(CandidateLine line) {
    if (line.files().isEmpty()) {
      return;
    }
    parts.section("### Files of " + line.agent());
    line.files().stream()
        .sorted()
        .limit(FILES_MAX)
        .forEach(file -> parts.line("- " + SafeText.title(file)));
    if (line.files().size() > FILES_MAX) {
      parts.line("- and " + (line.files().size() - FILES_MAX) + " more");
    }
  }

  private void summaries(List<Summary> summaries) {
    parts.section("## What the agents say");
    parts.line("In their own words; nothing here was checked.");
    parts.line("");
    for (Summary summary : summaries) {
      parts.line("- " + summary.agent() + ": " + SafeText.paragraph(summary.text()));
      for (String command : summary.commands().stream().limit(FILES_MAX).toList()) {
        parts.line("  - says it ran: " + SafeText.title(command));
      }
    }
  }
}
