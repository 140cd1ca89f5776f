package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.WorkItem;
import dev.speckit.spec.Section;
import dev.speckit.spec.quality.Demand;
import dev.speckit.spec.quality.QualityRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Plans. Each analyst cuts the same demands along another line; an item names the demands it
/// serves, so that equal work is recognised across plans.
final class Planning {
  private static final int SHARED_MIN = 3;
  private static final int SHARED_ITEMS = 2;
  private static final Set<String> DANGEROUS =
      Set.of(
          "migrat",
          "delet",
          "remov",
          "loss",
          "los",
          "overwrit",
          "encrypt",
          "password",
          "permission",
          "secur",
          "network",
          "interrup",
          "timeout",
          "concurren",
          "checksum",
          "token",
          "power",
          "firmwar",
          "payment",
          "privat",
          "privacy",
          "corrupt");

  private Planning() {}

  static Answer.Plan plan(Analyst analyst, Material material) {
    List<WorkItem> items = items(analyst, material);
    List<String> questions = questions(material);
    if (items.size() > Analyst.ITEMS_MAX) {
      questions.addFirst(
          (items.size() - Analyst.ITEMS_MAX)
              + " more work items do not fit into one answer: should this spec be split?");
      items = items.subList(0, Analyst.ITEMS_MAX);
    }
    return new Answer.Plan(items, risks(analyst, material), questions, material.confidence());
  }

  static List<WorkItem> items(Analyst analyst, Material material) {
    if (material.spec().text().isBlank()) {
      return List.of();
    }
    if (material.requirements().isEmpty()) {
      return unnumbered(material);
    }
    return switch (analyst) {
      case REQUIREMENTS -> byRequirement(material, false);
      case CONSISTENCY -> withShared(material);
      case DELIVERY -> backwards(material);
    };
  }

  /// Criteria are spread over the nearest requirements; those without any stand in an item of their
  /// own.
  private static List<WorkItem> byRequirement(Material material, boolean merged) {
    Map<Demand, List<Demand>> proofs = new LinkedHashMap<>();
    List<Demand> left = new ArrayList<>();
    material.requirements().forEach(requirement -> proofs.put(requirement, new ArrayList<>()));
    for (Demand criterion : material.criteria()) {
      List<Demand> near = material.counterparts(criterion);
      if (near.isEmpty()) {
        left.add(criterion);
      }
      near.forEach(requirement ->
          proofs.computeIfAbsent(requirement, _ -> new ArrayList<>()).add(criterion));
    }
    List<WorkItem> items = new ArrayList<>();
    Set<Demand> taken = new HashSet<>();
    for (Demand requirement : material.requirements()) {
      if (!taken.add(requirement)) {
        continue;
      }
      List<Demand> group = new ArrayList<>(List.of(requirement));
      if (merged) {
        twins(material, requirement, taken).forEach(group::add);
      }
      Set<Demand> all = new LinkedHashSet<>(group);
      group.forEach(one -> all.addAll(proofs.getOrDefault(one, List.of())));
      items.add(item(Titles.of(requirement), new ArrayList<>(all)));
    }
    left.forEach(criterion -> items.add(alone(criterion)));
    return items;
  }

  private static WorkItem item(String title, List<Demand> demands) {
    return new WorkItem(title, Phrasing.quotes(demands), Phrasing.ids(demands));
  }

  private static WorkItem alone(Demand criterion) {
    return item(Titles.of(criterion), List.of(criterion));
  }

  /// Requirements of the same section that are met by the same criterion are one piece of work.
  private static List<Demand> twins(Material material, Demand requirement, Set<Demand> taken) {
    List<Demand> twins = new ArrayList<>();
    List<Demand> proofs = material.counterparts(requirement);
    if (proofs.isEmpty()) {
      return twins;
    }
    for (Demand other : material.counterparts(proofs.getFirst())) {
      if (other.section().equals(requirement.section())
          && material.counterparts(other).stream().findFirst().equals(proofs.stream().findFirst())
          && twins.size() < SHARED_ITEMS
          && taken.add(other)) {
        twins.add(other);
      }
    }
    return twins;
  }

  private static List<WorkItem> withShared(Material material) {
    List<WorkItem> items = new ArrayList<>();
    Things.of(material.requirements()).stream()
        .filter(thing -> thing.users().size() >= SHARED_MIN)
        .filter(thing -> thing.users().size() * 2 <= material.requirements().size())
        .limit(SHARED_ITEMS)
        .forEach(thing ->
            items.add(
                item(
                    "Define "
                        + thing.name()
                        + " in one place, for "
                        + thing.users().size()
                        + " requirements",
                    thing.users().stream().limit(12).toList())));
    items.addAll(byRequirement(material, true));
    return items;
  }

  /// Every criterion is an item to prove; a requirement that no criterion speaks of is built
  /// without proof and says so.
  private static List<WorkItem> backwards(Material material) {
    List<WorkItem> items = new ArrayList<>();
    Set<Demand> served = new HashSet<>();
    Map<Demand, List<Demand>> groups = new LinkedHashMap<>();
    List<Demand> left = new ArrayList<>();
    for (Demand criterion : material.criteria()) {
      List<Demand> near = material.counterparts(criterion);
      if (near.isEmpty()) {
        left.add(criterion);
        continue;
      }
      near.forEach(requirement ->
          groups.computeIfAbsent(requirement, _ -> new ArrayList<>()).add(criterion));
    }
    groups.forEach((requirement, criteria) -> {
      List<Demand> all = new ArrayList<>(List.of(requirement));
      all.addAll(criteria);
      served.add(requirement);
      items.add(item(Titles.of(requirement), all));
    });
    material.requirements().stream()
        .filter(requirement -> !served.contains(requirement))
        .forEach(requirement -> items.add(item(Titles.of(requirement), List.of(requirement))));
    left.forEach(criterion -> items.add(alone(criterion)));
    if (!material.criteria().isEmpty()) {
      items.add(item("Verify all acceptance criteria and record the results", material.criteria()));
    }
    return items;
  }

  private static List<WorkItem> unnumbered(Material material) {
    List<WorkItem> items = new ArrayList<>();
    for (Section section : material.themes()) {
      String detail = Phrasing.flat(section.body());
      items.add(
          new WorkItem(
              section.title().replace("**", "")
                  + ": "
                  + Titles.cut(Titles.sentence(section.body())),
              detail,
              List.of()));
    }
    material.criteria().forEach(criterion -> items.add(alone(criterion)));
    return items;
  }

  /// What hinders planning itself; what is wrong with the spec's text is asked by clarify.
  private static List<String> questions(Material material) {
    List<String> questions = new ArrayList<>();
    int unread =
        Math.max(0, material.spec().requirements().size() - QualityRules.DEMANDS_MAX)
            + Math.max(0, material.spec().criteria().size() - QualityRules.DEMANDS_MAX);
    if (unread > 0) {
      questions.add(
          unread + " requirements and criteria were not read: should this spec be split?");
    }
    if (material.spec().requirements().isEmpty()) {
      questions.add("The document states no requirement: what must be true when it is done?");
    }
    return questions;
  }

  /// What the spec's own section on risks says, and, looking from delivery, demands whose words
  /// speak of loss, change of stored things or the outside.
  private static List<Answer.Risk> risks(Analyst analyst, Material material) {
    List<Answer.Risk> risks = new ArrayList<>();
    for (Section section : material.spec().sections()) {
      if (section.title().toLowerCase(Locale.ROOT).contains("risk")) {
        section
            .body()
            .lines()
            .map(String::strip)
            .filter(line -> line.length() > 2)
            .filter(line -> line.startsWith("- ") || line.startsWith("* "))
            .limit(20)
            .forEach(
                line -> risks.add(new Answer.Risk(line.substring(2).strip(), Magnitude.IMPORTANT)));
      }
    }
    if (analyst == Analyst.DELIVERY) {
      material.requirements().stream()
          .filter(demand -> Phrasing.hasAny(demand, DANGEROUS))
          .limit(8)
          .forEach(demand ->
              risks.add(
                  new Answer.Risk(
                      "What fails here is hard to undo. " + Phrasing.quoted(demand),
                      Magnitude.IMPORTANT)));
    }
    return risks;
  }
}
