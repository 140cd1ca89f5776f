package dev.speckit.consensus;

import dev.speckit.consensus.UnlockAgreement.Ballot;
import java.util.List;
import java.util.Optional;

/// `unlock.md`: the open points, or what the roster decided when there is none. Texts of agents are
/// shown through [SafeText] only.
public final class UnlockDocument {
  private final DocumentHead head;
  private final List<OpenPoint> open;
  private final DocumentParts parts = new DocumentParts();

  private UnlockDocument(DocumentHead head, List<OpenPoint> open) {
    this.head = head;
    this.open = List.copyOf(open);
  }

  /// The document; the same input gives the same text.
  ///
  /// @param open what must be settled first
  /// @param agreement empty when something is open, so that nobody was asked
  public static String markdown(
      DocumentHead head, List<OpenPoint> open, Optional<UnlockAgreement> agreement) {
    UnlockDocument document = new UnlockDocument(head, open);
    document.render(agreement);
    return document.parts.text();
  }

  private void render(Optional<UnlockAgreement> agreement) {
    agreement.ifPresentOrElse(
        asked -> parts.head("Unlock", head, asked.participation()),
        () -> parts.headWithout("Unlock", head, "something is open"));
    parts.section("## Result");
    parts.line(result(agreement));
    points();
    agreement.ifPresent(this::votes);
    parts.questions(head);
  }

  private String result(Optional<UnlockAgreement> agreement) {
    if (!open.isEmpty()) {
      return "**Locked.** "
          + (open.size() == 1 ? "1 point is open." : open.size() + " points are open.");
    }
    if (agreement.isEmpty()) {
      return "**Locked.** Nobody was asked.";
    }
    return agreement
        .get()
        .objection()
        .map(objection -> "**Locked.** " + SafeText.paragraph(objection))
        .orElse("**Unlocked.** " + agreement.get().agreement() + " agents say unlock.");
  }

  private void points() {
    parts.section("## Open points");
    if (open.isEmpty()) {
      parts.line("None.");
    }
    for (OpenPoint point : open) {
      parts.line(
          "- [ ] "
              + SafeText.paragraph(point.what())
              + (point.place().isEmpty() ? "" : " (" + SafeText.title(point.place()) + ")")
              + ", from "
              + SafeText.title(point.stage()));
    }
  }

  private void votes(UnlockAgreement agreement) {
    parts.section("## Votes");
    agreement.ballots().forEach(this::ballot);
    parts.section("## Dissent");
    if (agreement.dissent().isEmpty()) {
      parts.line("None: all votes are the same.");
    }
    agreement.dissent().forEach(this::ballot);
  }

  private void ballot(Ballot ballot) {
    parts.line("- " + ballot.agent() + ": " + ballot.word());
    ballot.reasons().forEach(reason -> parts.line("  - " + SafeText.paragraph(reason)));
  }
}
