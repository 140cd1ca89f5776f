package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.PromptDocument;
import dev.speckit.spec.Section;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.quality.Demand;
import dev.speckit.spec.quality.QualityFinding;
import dev.speckit.spec.quality.QualityRules;
import dev.speckit.spec.quality.Relations;
import dev.speckit.spec.quality.Relations.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an analyst knows about a spec.
///
/// @param demands requirements, then criteria
/// @param nearest demands of the other sort that speak of the same thing, for each demand
/// @param findings of the rules of quality
/// @param plan text of the plan, when the prompt has one
/// @param tasks text of the tasks, when the prompt has them
record Material(
    SpecDocument spec,
    List<Demand> demands,
    Map<Demand, List<Demand>> nearest,
    List<QualityFinding> findings,
    Optional<PromptDocument> plan,
    Optional<PromptDocument> tasks) {
  /// Demands of the other sort that one is put together with, besides those that are named.
  private static final int NEAREST_MAX = 2;

  /// What is much less near than the nearest speaks of something else in the same words.
  private static final double SECOND_SHARE = 0.6;

  /// Sections that say something about the spec but ask for no work.
  private static final List<String> REMARKS =
      List.of(
          "overview",
          "non-goal",
          "non goal",
          "out of scope",
          "risk",
          "dependenc",
          "deliverable",
          "context",
          "background",
          "summary",
          "glossary",
          "references",
          "notes",
          "questions",
          "acceptance",
          "assumption",
          "user stor",
          "purpose",
          "introduction",
          "features",
          "tasks");

  static Material of(List<PromptDocument> documents) {
    SpecDocument spec =
        find(documents, "spec")
            .map(document -> SpecDocument.parse(document.path(), document.text()))
            .orElseGet(() -> SpecDocument.parse("spec", ""));
    List<Demand> demands = Demand.of(spec, QualityRules.DEMANDS_MAX);
    return new Material(
        spec,
        demands,
        nearest(demands),
        QualityRules.findings(spec),
        find(documents, "plan"),
        find(documents, "tasks"));
  }

  private static Optional<PromptDocument> find(List<PromptDocument> documents, String name) {
    return documents.stream().filter(document -> document.name().equals(name)).findFirst();
  }

  /// The pieces of work of the plan given; empty when there is none, or none can be read.
  Optional<AgreedPlan> agreedPlan() {
    return plan.flatMap(document -> AgreedPlan.ofPlan(document.text(), Phrasing.ids(demands)));
  }

  /// The same of the tasks given.
  Optional<AgreedPlan> agreedTasks() {
    return tasks.flatMap(document -> AgreedPlan.ofTasks(document.text(), Phrasing.ids(demands)));
  }

  List<Demand> requirements() {
    return demands.stream().filter(demand -> !demand.criterion()).toList();
  }

  List<Demand> criteria() {
    return demands.stream().filter(Demand::criterion).toList();
  }

  /// Demands of the other sort that speak of the same thing, the nearest first.
  List<Demand> counterparts(Demand demand) {
    return nearest.getOrDefault(demand, List.of());
  }

  private static Map<Demand, List<Demand>> nearest(List<Demand> demands) {
    Relations relations = new Relations(demands);
    Map<Demand, List<Demand>> nearest = new HashMap<>();
    for (int i = 0; i < demands.size(); i++) {
      Demand demand = demands.get(i);
      List<Relation> proofs = relations.proofs(i);
      int own = i;
      List<Demand> near = new ArrayList<>();
      proofs.stream()
          .filter(proof -> relations.named(own, proof.index()))
          .forEach(proof -> near.add(demands.get(proof.index())));
      proofs.stream()
          .filter(proof -> !relations.named(own, proof.index()))
          .sorted(Comparator.comparingDouble(Relation::share).reversed())
          .limit(NEAREST_MAX)
          .filter(proof -> proof.share() >= least(relations, own, proofs))
          .forEach(proof -> near.add(demands.get(proof.index())));
      nearest.put(demand, List.copyOf(near));
    }
    return nearest;
  }

  private static double least(Relations relations, int own, List<Relation> proofs) {
    return SECOND_SHARE
        * proofs.stream()
            .filter(proof -> !relations.named(own, proof.index()))
            .mapToDouble(Relation::share)
            .max()
            .orElse(0);
  }

  /// Sections that ask for work, for a spec that numbers no requirement.
  List<Section> themes() {
    List<Section> themes = new ArrayList<>();
    for (Section section : spec.sections()) {
      String title = section.title().toLowerCase(Locale.ROOT);
      boolean remark = section.level() == 1 || REMARKS.stream().anyMatch(title::contains);
      if (!remark && says(section)) {
        themes.add(section);
      }
    }
    if (themes.isEmpty()) {
      for (Section section : spec.sections()) {
        if (says(section)) {
          themes.add(section);
          break;
        }
      }
    }
    return themes;
  }

  private static boolean says(Section section) {
    String body = section.body().strip();
    boolean metadata =
        body.startsWith("**") && body.lines().limit(1).allMatch(l -> l.contains("**:"));
    return !body.isEmpty() && !metadata && !body.startsWith("[NEEDS CLARIFICATION");
  }

  /// High never: rules do not understand. Low when a third of the requirements is flagged as
  /// important or worse, or when there is none.
  Confidence confidence() {
    Set<String> flagged = new HashSet<>();
    for (QualityFinding finding : findings) {
      String id = finding.requirement();
      if (id != null && finding.weight() != QualityFinding.Weight.MINOR) {
        flagged.add(id);
      }
    }
    return demands.isEmpty() || flagged.size() * 3 > demands.size()
        ? Confidence.LOW
        : Confidence.MEDIUM;
  }
}
