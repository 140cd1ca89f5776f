package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Issue;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Rating;
import dev.speckit.agent.Answer.Resolvability;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.quality.Demand;
import dev.speckit.spec.quality.QualityFinding;
import dev.speckit.spec.quality.RequirementScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the gates ask: clarify, checklist, analyze.
final class Opinions {
  private static final Set<String> ACROSS =
      Set.of(
          "contradicting-numbers",
          "contradicting-duty",
          "duplicate",
          "duplicate-id",
          "undefined-term",
          "orphan-criterion",
          "no-non-goals");
  private static final Set<String> PROOF =
      Set.of(
          "untestable-criterion",
          "unproved",
          "no-criteria",
          "no-test-strategy",
          "no-limit",
          "vague-time",
          "contradicting-numbers");

  /// Rules whose remedy changes no meaning.
  private static final Set<String> MECHANICAL = Set.of("and-or", "compound", "not-normative");

  /// Rules that are sure of what they see.
  private static final Set<String> SURE =
      Set.of("placeholder", "no-criteria", "no-requirements", "duplicate-id", "vague-word");

  private Opinions() {}

  static Answer.Issues clarify(Analyst analyst, Material material) {
    List<Issue> issues = new ArrayList<>();
    for (QualityFinding finding : material.findings()) {
      if (concerns(analyst, finding.rule()) && issues.size() < Analyst.ITEMS_MAX) {
        issues.add(issue(finding));
      }
    }
    return new Answer.Issues(issues);
  }

  /// What nobody may overlook is said by all three.
  private static boolean concerns(Analyst analyst, String rule) {
    if (rule.equals("placeholder") || rule.equals("no-requirements")) {
      return true;
    }
    return switch (analyst) {
      case REQUIREMENTS -> !ACROSS.contains(rule);
      case CONSISTENCY -> ACROSS.contains(rule);
      case DELIVERY -> PROOF.contains(rule);
    };
  }

  private static Issue issue(QualityFinding finding) {
    return new Issue(
        finding.message(),
        finding.remedy(),
        SURE.contains(finding.rule()) ? Confidence.HIGH : Confidence.MEDIUM,
        magnitude(finding.weight()),
        resolvability(finding),
        finding.section(),
        finding.requirement(),
        "rule " + finding.rule() + ", line " + finding.line());
  }

  private static Magnitude magnitude(QualityFinding.Weight weight) {
    return switch (weight) {
      case CRITICAL -> Magnitude.CRITICAL;
      case IMPORTANT -> Magnitude.IMPORTANT;
      case MINOR -> Magnitude.MINOR;
    };
  }

  private static Resolvability resolvability(QualityFinding finding) {
    if (finding.weight() == QualityFinding.Weight.CRITICAL) {
      return Resolvability.NEED_HUMAN;
    }
    return MECHANICAL.contains(finding.rule()) ? Resolvability.AUTO_FIX : Resolvability.SUGGEST_FIX;
  }

  /// Requirements are rated; the analyst of delivery rates criteria as well.
  static Answer.Checklist checklist(Analyst analyst, Material material) {
    List<Demand> rated = analyst == Analyst.DELIVERY ? material.demands() : material.requirements();
    List<String> ids = Phrasing.ids(rated.stream().limit(Analyst.ITEMS_MAX).toList());
    List<QualityFinding> seen =
        analyst == Analyst.REQUIREMENTS
            ? material.findings().stream().filter(f -> !ACROSS.contains(f.rule())).toList()
            : material.findings();
    List<Rating> ratings = new ArrayList<>();
    for (RequirementScores scores : RequirementScores.of(ids, seen)) {
      ratings.add(
          new Rating(
              scores.id(),
              scores.specificity(),
              scores.testability(),
              scores.completeness(),
              scores.clarity(),
              scores.remedy().isEmpty() ? null : scores.remedy()));
    }
    return new Answer.Checklist(ratings);
  }

  /// Demands that the plan or the tasks leave out, and contradictions that a plan would inherit.
  static Answer.Issues analyze(Analyst analyst, Material material) {
    List<Issue> issues = new ArrayList<>();
    material.plan().ifPresent(plan -> gaps(analyst, material, plan, "plan", issues));
    material.tasks().ifPresent(tasks -> gaps(analyst, material, tasks, "tasks", issues));
    if (material.spec().requirements().isEmpty() || analyst == Analyst.CONSISTENCY) {
      for (QualityFinding finding : material.findings()) {
        boolean inherited =
            finding.rule().startsWith("contradicting") || finding.rule().equals("no-requirements");
        if (inherited && issues.size() < Analyst.ITEMS_MAX) {
          issues.add(issue(finding));
        }
      }
    }
    return new Answer.Issues(issues);
  }

  /// Requirements are looked for by their analyst, criteria by the one of delivery, both by the one
  /// of consistency.
  private static void gaps(
      Analyst analyst, Material material, SpecDocument document, String name, List<Issue> issues) {
    for (Demand demand : material.demands()) {
      boolean mine =
          analyst == Analyst.CONSISTENCY || demand.criterion() == (analyst == Analyst.DELIVERY);
      if (mine && issues.size() < Analyst.ITEMS_MAX && !names(document.text(), demand.id())) {
        issues.add(
            new Issue(
                "The " + name + " never names " + Phrasing.quoted(demand),
                "Add it to the " + name + ", or remove it from the spec.",
                Confidence.HIGH,
                demand.criterion() ? Magnitude.IMPORTANT : Magnitude.CRITICAL,
                Resolvability.SUGGEST_FIX,
                Optional.of(demand.section()).filter(s -> !s.isEmpty()).orElse(null),
                demand.id(),
                "the id does not occur in " + document.name()));
      }
    }
  }

  /// `FR-1` is not named by `FR-10`.
  private static boolean names(String text, String id) {
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
      int end = at + id.length();
      if (end == text.length() || !Character.isLetterOrDigit(text.charAt(end))) {
        return true;
      }
    }
    return false;
  }
}
