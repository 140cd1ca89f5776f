package dev.speckit.spec.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Four scores of one requirement, 0 (worst) to 10. Each starts at 10 and loses points for every
/// rule that the requirement breaks, once per rule; the table is [#COSTS].
///
/// @param id of the requirement
/// @param remedy of the costliest finding; empty when there is none
public record RequirementScores(
    String id, int specificity, int testability, int completeness, int clarity, String remedy) {

  private record Cost(int specificity, int testability, int completeness, int clarity) {
    int sum() {
      return specificity + testability + completeness + clarity;
    }
  }

  private static final Map<String, Cost> COSTS =
      Map.ofEntries(
          Map.entry("placeholder", new Cost(6, 5, 7, 3)),
          Map.entry("contradicting-numbers", new Cost(3, 6, 0, 6)),
          Map.entry("contradicting-duty", new Cost(3, 6, 0, 6)),
          Map.entry("vague-word", new Cost(6, 5, 3, 4)),
          Map.entry("no-limit", new Cost(4, 6, 3, 1)),
          Map.entry("vague-amount", new Cost(3, 2, 1, 0)),
          Map.entry("vague-time", new Cost(4, 4, 1, 1)),
          Map.entry("open-end", new Cost(3, 2, 4, 1)),
          Map.entry("and-or", new Cost(1, 1, 0, 3)),
          Map.entry("not-normative", new Cost(1, 2, 1, 2)),
          Map.entry("compound", new Cost(0, 1, 0, 2)),
          Map.entry("too-long", new Cost(0, 1, 0, 3)),
          Map.entry("unproved", new Cost(0, 3, 3, 0)),
          Map.entry("duplicate", new Cost(0, 0, 0, 2)),
          Map.entry("undefined-term", new Cost(1, 0, 1, 2)),
          Map.entry("duplicate-id", new Cost(0, 0, 0, 3)));
  private static final Cost FREE = new Cost(0, 0, 0, 0);

  /// Scores of the requirements, in their order.
  ///
  /// @param ids of the requirements
  /// @param findings what the rules found
  public static List<RequirementScores> of(List<String> ids, List<QualityFinding> findings) {
    Map<String, Map<String, QualityFinding>> broken = new LinkedHashMap<>();
    for (QualityFinding finding : findings) {
      String id = finding.requirement();
      if (id != null) {
        broken.computeIfAbsent(id, _ -> new LinkedHashMap<>()).put(finding.rule(), finding);
      }
    }
    List<RequirementScores> scores = new ArrayList<>();
    for (String id : ids) {
      scores.add(of(id, broken.getOrDefault(id, Map.of())));
    }
    return scores;
  }

  private static RequirementScores of(String id, Map<String, QualityFinding> broken) {
    int specificity = 10;
    int testability = 10;
    int completeness = 10;
    int clarity = 10;
    int worst = 0;
    String remedy = "";
    for (Map.Entry<String, QualityFinding> entry : broken.entrySet()) {
      Cost cost = COSTS.getOrDefault(entry.getKey(), FREE);
      specificity -= cost.specificity();
      testability -= cost.testability();
      completeness -= cost.completeness();
      clarity -= cost.clarity();
      if (cost.sum() > worst) {
        worst = cost.sum();
        remedy = entry.getValue().message() + " " + entry.getValue().remedy();
      }
    }
    return new RequirementScores(
        id,
        Math.max(0, specificity),
        Math.max(0, testability),
        Math.max(0, completeness),
        Math.max(0, clarity),
        remedy);
  }
}
