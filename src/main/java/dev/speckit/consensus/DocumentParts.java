package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.consensus.Coverage.LeftOut;
import dev.speckit.consensus.Coverage.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The parts that rendered plans and task lists share. Lines end with a line feed on every system:
/// the same input gives the same bytes.
final class DocumentParts {
  private final StringBuilder out = new StringBuilder();

  void line(String text) {
    out.append(text).append('\n');
  }

  void section(String heading) {
    out.append('\n').append(heading).append("\n\n");
  }

  String text() {
    return out.toString();
  }

  /// What the document is, and who took part, as it happened.
  void head(String kind, DocumentHead head, Participation participation) {
    line("# " + kind + ": " + SafeText.title(head.title()));
    line("");
    line("- Spec: " + head.specLink());
    line("- Run: " + SafeText.title(head.run()));
    line("- Quorum: " + participation.quorum());
    line("- Participation: " + SafeText.paragraph(participation.sentence()));
    if (head.disputed() > 0) {
      String claims = head.disputed() == 1 ? "1 claim" : head.disputed() + " claims";
      line("- Second round: asked again about " + claims);
    }
    answered(head, participation);
  }

  /// As [#head], where a fact ended the stage before anybody was asked.
  void headWithout(String kind, DocumentHead head, String why) {
    line("# " + kind + ": " + SafeText.title(head.title()));
    line("");
    line("- Spec: " + head.specLink());
    line("- Run: " + SafeText.title(head.run()));
    line("- Participation: nobody was asked, because " + why + ".");
  }

  private void answered(DocumentHead head, Participation participation) {
    section("## Who answered");
    line("| agent | state | last outcome |");
    line("|---|---|---|");
    Set<AgentName> missing = new HashSet<>(participation.missing());
    for (AgentName agent : participation.roster()) {
      Outcome outcome = head.outcomes().get(agent);
      line(
          "| "
              + agent
              + " | "
              + state(missing.contains(agent), outcome)
              + " | "
              + (outcome == null ? "not recorded" : outcome.word())
              + " |");
    }
  }

  private static String state(boolean missing, @Nullable Outcome outcome) {
    if (!missing) {
      return "answered";
    }
    // An outcome means that it was asked and gave nothing usable.
    return outcome == null ? "missing" : "failed";
  }

  void coverage(Coverage coverage) {
    section("## Not covered");
    if (coverage.notCovered().isEmpty()) {
      line("Every requirement and criterion is covered by an agreed item.");
    }
    for (Coverage.NotCovered missing : coverage.notCovered()) {
      line(
          "- "
              + SafeText.title(missing.id())
              + (missing.onlyInDissent() ? " (only an item under Dissent covers it)" : ""));
    }
    if (!coverage.unknown().isEmpty()) {
      section("### Ids the spec does not have");
      for (Coverage.Unknown unknown : coverage.unknown()) {
        line("- " + SafeText.title(unknown.id()) + " (named by " + names(unknown.agents()) + ")");
      }
    }
  }

  /// @param items by demand id, the names of the agreed items that serve it
  void trace(List<Demand> demands, Map<String, List<String>> items) {
    section("## Trace");
    if (demands.isEmpty()) {
      line("The spec names no requirement and no acceptance criterion.");
      return;
    }
    line("| requirement or criterion | text | items |");
    line("|---|---|---|");
    for (Demand demand : demands) {
      List<String> serving = items.getOrDefault(demand.id(), List.of());
      line(
          "| "
              + SafeText.title(demand.id())
              + " | "
              + SafeText.title(demand.text())
              + " | "
              + (serving.isEmpty() ? "**not covered**" : String.join(", ", serving))
              + " |");
    }
  }

  void gateResults(DocumentHead head) {
    for (DocumentHead.Deferred deferred : head.deferred()) {
      line(
          "- [ ] **" + SafeText.title(deferred.id()) + "** " + SafeText.paragraph(deferred.text()));
      for (String answer : deferred.answers()) {
        line("  - proposed: " + SafeText.paragraph(answer));
      }
    }
    decided(head.decided());
    if (head.assumptions().isEmpty()) {
      return;
    }
    section("## Assumptions");
    line("Taken without asking. The spec was not changed.");
    line("");
    for (DocumentHead.Assumed assumed : head.assumptions()) {
      line("- **" + SafeText.title(assumed.id()) + "** " + SafeText.paragraph(assumed.text()));
      line("  - assumed: " + SafeText.paragraph(assumed.answer()));
      line("  - why: " + SafeText.paragraph(assumed.explanation()));
    }
  }

  private void decided(List<DocumentHead.Decided> decided) {
    if (decided.isEmpty()) {
      return;
    }
    section("## Decided by persons");
    for (DocumentHead.Decided one : decided) {
      line("- **" + SafeText.title(one.id()) + "** " + SafeText.paragraph(one.text()));
      line(
          one.answer().isBlank()
              ? "  - refused: what was proposed is not done"
              : "  - answered: " + SafeText.paragraph(one.answer()));
      line("  - by: " + SafeText.title(one.by()));
    }
  }

  /// Nothing where nothing is open.
  void questions(DocumentHead head) {
    if (head.deferred().isEmpty() && head.assumptions().isEmpty() && head.decided().isEmpty()) {
      return;
    }
    section("## Open questions");
    if (head.deferred().isEmpty()) {
      line("None.");
    }
    gateResults(head);
  }

  /// What the project's own checks said; nothing where none ran.
  void checks(List<CheckLine> checks) {
    if (!checks.isEmpty()) {
      section("## Checks");
      checkRows(checks);
    }
  }

  /// The same without a heading.
  void checkRows(List<CheckLine> checks) {
    line("| check | result | tests |");
    line("|---|---|---|");
    for (CheckLine check : checks) {
      line(
          "| "
              + SafeText.title(check.name())
              + " | "
              + SafeText.title(check.result())
              + " | "
              + SafeText.title(check.tests())
              + " |");
    }
  }

  void leftOut(List<LeftOut> leftOut) {
    if (leftOut.isEmpty()) {
      return;
    }
    section("## Left out");
    for (LeftOut one : leftOut) {
      line(
          "- "
              + one.count()
              + " items of "
              + one.agent()
              + " beyond the first "
              + Clustering.ITEMS_MAX
              + " of a list were not compared.");
    }
  }

  static String names(List<AgentName> agents) {
    return String.join(", ", agents.stream().map(AgentName::value).toList());
  }

  static String ids(List<Link> links) {
    return links.isEmpty()
        ? "no requirement"
        : String.join(", ", links.stream().map(link -> SafeText.title(link.id())).toList());
  }

  static void index(Map<String, List<String>> items, List<Link> links, String name) {
    for (Link link : links) {
      items.computeIfAbsent(link.id(), _ -> new ArrayList<>()).add(name);
    }
  }

  static Map<String, List<String>> newIndex() {
    return new TreeMap<>();
  }
}
