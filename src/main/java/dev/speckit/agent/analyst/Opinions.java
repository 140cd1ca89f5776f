package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Issue;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Rating;
import dev.speckit.agent.Answer.Resolvability;
import dev.speckit.spec.quality.Demand;
import dev.speckit.spec.quality.QualityFinding;
import dev.speckit.spec.quality.RequirementScores;
import java.util.ArrayList;
import java.util.List;
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

  /// What the plan and the tasks leave out, add, or say otherwise than the spec. Requirements are
  /// looked for by their analyst, criteria by the one of delivery, both by the one of consistency.
  /// What is wrong with the spec itself, clarify asked.
  static Answer.Issues analyze(Analyst analyst, Material material) {
    List<Issue> issues = new ArrayList<>();
    material
        .plan()
        .ifPresent(plan ->
            issues.addAll(
                new Comparison(analyst, material, plan, "plan", material.agreedPlan()).issues()));
    material
        .tasks()
        .ifPresent(tasks ->
            issues.addAll(
                new Comparison(analyst, material, tasks, "tasks", material.agreedTasks())
                    .issues()));
    for (QualityFinding finding : material.findings()) {
      if (finding.rule().equals("no-requirements")) {
        issues.add(issue(finding));
      }
    }
    return new Answer.Issues(issues.stream().limit(Analyst.ITEMS_MAX).toList());
  }
}
