package dev.speckit.consensus;

import dev.speckit.consensus.Coverage.Link;
import dev.speckit.consensus.PlanAgreement.Item;
import dev.speckit.consensus.PlanAgreement.OpenQuestion;
import dev.speckit.consensus.PlanAgreement.Original;
import dev.speckit.consensus.PlanAgreement.Risk;
import java.util.List;
import java.util.Map;

/// `plan.md`: what a person reads. Says who answered and who did not, and hides no dissent. Texts
/// of agents are shown through [SafeText] only.
public final class PlanDocument {
  private final DocumentHead head;
  private final PlanAgreement plan;
  private final DocumentParts parts = new DocumentParts();

  private PlanDocument(DocumentHead head, PlanAgreement plan) {
    this.head = head;
    this.plan = plan;
  }

  /// The document; the same input gives the same text.
  public static String markdown(DocumentHead head, PlanAgreement plan) {
    return new PlanDocument(head, plan).rendered();
  }

  private String rendered() {
    parts.head("Plan", head, plan.participation());
    agreement();
    workItems();
    parts.coverage(plan.coverage());
    dissent();
    risks();
    questions();
    parts.leftOut(plan.leftOut());
    trace();
    return parts.text();
  }

  private void agreement() {
    parts.section("## Agreement");
    if (plan.agreed().isEmpty()) {
      parts.line("No item has the support of " + plan.participation().quorum().need() + " agents.");
      return;
    }
    parts.line("| item | title | agreement | supporters |");
    parts.line("|---|---|---|---|");
    for (int i = 0; i < plan.agreed().size(); i++) {
      Item item = plan.agreed().get(i);
      parts.line(
          "| "
              + name(i)
              + " | "
              + SafeText.title(item.title())
              + " | "
              + item.agreement()
              + " | "
              + DocumentParts.names(item.supporters())
              + " |");
    }
  }

  private static String name(int position) {
    return "W" + (position + 1);
  }

  private void workItems() {
    parts.section("## Work items");
    if (plan.agreed().isEmpty()) {
      parts.line("None.");
    }
    for (int i = 0; i < plan.agreed().size(); i++) {
      Item item = plan.agreed().get(i);
      if (i > 0) {
        parts.line("");
      }
      parts.line("### " + name(i) + " " + SafeText.title(item.title()));
      parts.line("");
      parts.line("- Agreement: " + item.agreement());
      parts.line("- Requirements: " + links(item));
      if (item.detail() != null) {
        parts.line("- Detail: " + SafeText.paragraph(item.detail()));
      }
      originals(item);
    }
  }

  /// Each link, and who made it when not all supporters did.
  private static String links(Item item) {
    if (item.requirements().isEmpty()) {
      return "none named";
    }
    return String.join(", ", item.requirements().stream().map(link -> link(link, item)).toList());
  }

  private static String link(Link link, Item item) {
    String id = SafeText.title(link.id());
    return link.supporters().equals(item.supporters())
        ? id
        : id + " (" + DocumentParts.names(link.supporters()) + ")";
  }

  private void originals(Item item) {
    if (item.provenance().size() < 2) {
      return;
    }
    parts.line("- In the agents' words:");
    for (Original original : item.provenance()) {
      parts.line("  - " + original.agent() + ": " + SafeText.title(original.title()));
    }
  }

  private void dissent() {
    parts.section("## Dissent");
    if (plan.dissent().isEmpty()) {
      parts.line("None: every item has enough supporters.");
    }
    for (Item item : plan.dissent()) {
      parts.line(
          "- **"
              + SafeText.title(item.title())
              + "** ("
              + item.agreement()
              + ": "
              + DocumentParts.names(item.supporters())
              + "; "
              + DocumentParts.ids(item.requirements())
              + ")");
      if (item.detail() != null) {
        parts.line("  - " + SafeText.paragraph(item.detail()));
      }
    }
  }

  private void risks() {
    parts.section("## Risks");
    if (plan.risks().isEmpty()) {
      parts.line("No agent named a risk.");
      return;
    }
    parts.line("| risk | magnitude | agreement | named by |");
    parts.line("|---|---|---|---|");
    for (Risk risk : plan.risks()) {
      parts.line(
          "| "
              + SafeText.paragraph(risk.text())
              + " | "
              + risk.magnitude().word()
              + " | "
              + risk.agreement()
              + " | "
              + DocumentParts.names(risk.supporters())
              + " |");
    }
  }

  private void questions() {
    parts.section("## Open questions");
    if (plan.questions().isEmpty() && head.deferred().isEmpty()) {
      parts.line("None.");
    }
    for (OpenQuestion question : plan.questions()) {
      parts.line(
          "- "
              + SafeText.paragraph(question.text())
              + " ("
              + question.agreement()
              + ": "
              + DocumentParts.names(question.supporters())
              + ")");
    }
    parts.gateResults(head);
  }

  private void trace() {
    Map<String, List<String>> items = DocumentParts.newIndex();
    for (int i = 0; i < plan.agreed().size(); i++) {
      DocumentParts.index(items, plan.agreed().get(i).requirements(), name(i));
    }
    parts.trace(plan.demands(), items);
  }
}
