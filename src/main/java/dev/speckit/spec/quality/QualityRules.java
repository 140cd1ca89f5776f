package dev.speckit.spec.quality;

import static dev.speckit.spec.quality.QualityFinding.Weight.CRITICAL;
import static dev.speckit.spec.quality.QualityFinding.Weight.IMPORTANT;
import static dev.speckit.spec.quality.QualityFinding.Weight.MINOR;

import dev.speckit.spec.SpecDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// The rule set. Deterministic, and linear in the length of the text.
public final class QualityRules {
  /// Requirements and criteria read of one document, of each; the largest spec known has 400.
  public static final int DEMANDS_MAX = 10_000;

  /// Findings of one rule in one document: a reader who has seen 200 knows.
  public static final int FINDINGS_MAX = 200;

  private QualityRules() {}

  /// What the rules find, in order of the document.
  public static List<QualityFinding> findings(SpecDocument spec) {
    return findings(spec, Set.of());
  }

  /// The same without some rules.
  ///
  /// @param without names of rules that somebody else looks after
  public static List<QualityFinding> findings(SpecDocument spec, Set<String> without) {
    Reading reading = Reading.of(spec);
    List<QualityFinding> findings = new ArrayList<>();
    for (QualityRule rule : ALL) {
      if (without.contains(rule.name())) {
        continue;
      }
      rule.check().run(reading, new Collector(rule, reading, findings));
    }
    findings.sort(
        Comparator.comparingInt(QualityFinding::line).thenComparingInt(QualityFinding::column));
    return List.copyOf(findings);
  }

  /// All rules, for documentation and tests.
  public static List<QualityRule> all() {
    return ALL;
  }

  private static final class Collector implements QualityRule.Found {
    private final QualityRule rule;
    private final Reading reading;
    private final List<QualityFinding> findings;
    private int count;

    Collector(QualityRule rule, Reading reading, List<QualityFinding> findings) {
      this.rule = rule;
      this.reading = reading;
      this.findings = findings;
    }

    @Override
    public void in(Demand demand, String term, String message) {
      add(demand.id(), demand.section(), demand.line(), term, demand.id() + ": " + message);
    }

    @Override
    public void at(int line, String section, String term, String message) {
      add("", section, line, term, message);
    }

    private void add(String id, String section, int line, String term, String message) {
      if (count++ >= FINDINGS_MAX) {
        return;
      }
      int[] place = reading.place(line, term);
      findings.add(
          new QualityFinding(
              rule.name(),
              rule.weight(),
              id.isEmpty() ? null : id,
              section.isEmpty() ? null : section,
              place[0],
              place[1],
              message + ".",
              rule.remedy()));
    }
  }

  private static final List<QualityRule> ALL =
      List.of(
          new QualityRule(
              "no-requirements",
              CRITICAL,
              "Nothing can be planned from a document that demands nothing.",
              "Write what must be true as requirements with ids, such as `- **FR-001**: …`.",
              "# T\n\nSome prose.\n",
              "- **FR-1**: The door MUST lock.\n",
              DocumentChecks::noRequirements),
          new QualityRule(
              "no-criteria",
              CRITICAL,
              "Without criteria nobody can say that the work is done.",
              "Add an \"Acceptance Criteria\" section with one box for each thing to prove.",
              "- **FR-1**: The door MUST lock.\n",
              "- **FR-1**: The door MUST lock.\n- [ ] **AC-1**: The locked door stays shut.\n",
              DocumentChecks::noCriteria),
          new QualityRule(
              "placeholder",
              CRITICAL,
              "A placeholder is a decision that was not taken.",
              "Decide it and write the decision, or ask it as an open question.",
              "- **FR-1**: The door MUST lock after ??? seconds.\n",
              "- **FR-1**: The door MUST lock after 5 seconds. Is it todo?\n",
              WordingChecks::placeholders),
          new QualityRule(
              "contradicting-numbers",
              CRITICAL,
              "Both limits cannot hold.",
              "Decide which number holds and write it in both places.",
              "- **FR-1**: A failed login MUST be tried again at most 5 times.\n"
                  + "- [ ] **AC-1**: The failed login gives up after 3 attempts.\n",
              "- **FR-1**: A failed login MUST be tried again at most 5 times.\n"
                  + "- [ ] **AC-1**: The failed login gives up after 5 attempts.\n",
              DocumentChecks::numbers),
          new QualityRule(
              "contradicting-duty",
              CRITICAL,
              "One demands what the other leaves open or forbids.",
              "Decide whether it is a duty, a choice or forbidden, and say it once.",
              "- **FR-1**: Guests MUST sign the visitor book.\n"
                  + "- **FR-2**: Guests MUST NOT sign the visitor book.\n",
              "- **FR-1**: Guests MUST sign the visitor book.\n"
                  + "- **FR-2**: Guests MUST NOT enter the archive.\n",
              DocumentChecks::duty),
          new QualityRule(
              "duplicate-id",
              IMPORTANT,
              "A plan that names the id could mean either.",
              "Give each requirement and criterion an id of its own.",
              "- **FR-1**: The door MUST lock.\n- **FR-1**: The lamp MUST glow.\n",
              "- **FR-1**: The door MUST lock.\n- **FR-2**: The lamp MUST glow.\n",
              DocumentChecks::ids),
          new QualityRule(
              "vague-word",
              IMPORTANT,
              "Two readers will build two things.",
              "Say what can be observed instead of the word.",
              "- **FR-1**: The form MUST be easy to use.\n",
              "- **FR-1**: The form MUST fit on one page.\n",
              WordingChecks.words(Vocabulary.Kind.VAGUE, "means something else to every reader")),
          new QualityRule(
              "no-limit",
              IMPORTANT,
              "Speed without a number cannot be measured.",
              "Give a number with its unit and the load under which it holds.",
              "- **FR-1**: The search MUST be fast.\n",
              "- **FR-1**: The search MUST be fast: at most 200 ms for 1,000 books.\n",
              WordingChecks::speed),
          new QualityRule(
              "vague-amount",
              MINOR,
              "Nobody knows how many to build or to test.",
              "Give the number, or the smallest and the largest.",
              "- **FR-1**: A reader MUST be able to lend several books.\n",
              "- **FR-1**: A reader MUST be able to lend 5 books.\n",
              WordingChecks.words(Vocabulary.Kind.AMOUNT, "is no number")),
          new QualityRule(
              "vague-time",
              IMPORTANT,
              "Nobody knows when it is late.",
              "Give a time or the event that it follows.",
              "- **FR-1**: A notice MUST be sent soon.\n",
              "- **FR-1**: A notice MUST be sent within 1 hour.\n",
              WordingChecks.words(Vocabulary.Kind.TIME, "is no time")),
          new QualityRule(
              "open-end",
              MINOR,
              "The list can grow without end.",
              "Name all of them, or the rule that they follow.",
              "- **FR-1**: The import MUST read photos, films etc.\n",
              "- **FR-1**: The import MUST read photos and films.\n",
              WordingChecks::phrases),
          new QualityRule(
              "and-or",
              MINOR,
              "It can be read as both or as either.",
              "Write \"and\", or \"or\", or \"one or both of\".",
              "- **FR-1**: The owner and/or the guest MUST sign.\n",
              "- **FR-1**: The owner or the guest MUST sign.\n",
              WordingChecks::andOr),
          new QualityRule(
              "not-normative",
              MINOR,
              "A statement without must, shall or should may be a remark.",
              "Say MUST, SHALL or SHOULD.",
              "- **FR-1**: A lamp at the door.\n",
              "- **FR-1**: A lamp MUST hang at the door.\n",
              WordingChecks::normative),
          new QualityRule(
              "compound",
              MINOR,
              "Half of it can be met, and no box says which half.",
              "Split it into one requirement for each demand.",
              "- **FR-1**: The door MUST lock and the lamp MUST glow.\n",
              "- **FR-1**: The door MUST lock.\n",
              WordingChecks::compound),
          new QualityRule(
              "too-long",
              MINOR,
              "What is read in pieces is understood in pieces.",
              "Split it, or move the reasons out of it.",
              "- **FR-1**: The door MUST lock" + " when the guard leaves".repeat(16) + ".\n",
              "- **FR-1**: The door MUST lock when the guard leaves.\n",
              WordingChecks::longDemand),
          new QualityRule(
              "untestable-criterion",
              IMPORTANT,
              "A criterion that no test can decide proves nothing.",
              "Name what is done and what is then seen or measured.",
              "- [ ] **AC-1**: The app is intuitive for everyone.\n",
              "- [ ] **AC-1**: A new reader finds a book within 2 minutes.\n",
              WordingChecks::vagueCriterion),
          new QualityRule(
              "unproved",
              IMPORTANT,
              "A requirement that nothing checks can be forgotten.",
              "Add an acceptance criterion for it, or name its id in the one that proves it.",
              "- **FR-1**: The door MUST lock.\n- **FR-2**: Invoices MUST show tax.\n"
                  + "- [ ] **AC-1**: The door stays shut after locking.\n",
              "- **FR-1**: The door MUST lock.\n- [ ] **AC-1**: The door stays shut.\n",
              DocumentChecks::unproved),
          new QualityRule(
              "orphan-criterion",
              MINOR,
              "Either a requirement is missing or the criterion is beyond the scope.",
              "Write the requirement that it proves, or remove it.",
              "- **FR-1**: The door MUST lock.\n- [ ] **AC-1**: Invoices show tax.\n",
              "- **FR-1**: The door MUST lock.\n- [ ] **AC-1**: The door stays shut.\n",
              DocumentChecks::orphan),
          new QualityRule(
              "duplicate",
              MINOR,
              "When one of the two changes, the other becomes wrong.",
              "Keep one of them.",
              "- **FR-1**: The main door MUST lock at night.\n"
                  + "- **FR-2**: At night the main door MUST lock.\n",
              "- **FR-1**: The main door MUST lock at night.\n- **FR-2**: The lamp MUST glow.\n",
              DocumentChecks::duplicates),
          new QualityRule(
              "undefined-term",
              MINOR,
              "A reader outside of the team cannot know it.",
              "Write it out where it is used first.",
              "- **FR-1**: The door MUST report to the ZKQ.\n",
              "- **FR-1**: The door MUST report to the ZKQ (central key queue).\n",
              WordingChecks::acronyms),
          new QualityRule(
              "no-non-goals",
              MINOR,
              "What is not excluded will be built or missed by somebody.",
              "Add a \"Non-goals\" section.",
              "- **FR-1**: The door MUST lock.\n",
              "- **FR-1**: The door MUST lock.\n\n## Non-goals\n\n- Windows.\n",
              DocumentChecks::noNonGoals),
          new QualityRule(
              "no-test-strategy",
              MINOR,
              "How it is tested decides how it is built.",
              "Say in a section \"Testing\" what is tested by whom and where.",
              "- **FR-1**: The door MUST lock.\n",
              "- **FR-1**: The door MUST lock.\n\n## Testing\n\nBy hand.\n",
              DocumentChecks::noTestStrategy));
}
