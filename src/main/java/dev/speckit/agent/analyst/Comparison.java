package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Issue;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Resolvability;
import dev.speckit.agent.PromptDocument;
import dev.speckit.spec.quality.Demand;
import dev.speckit.spec.quality.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A plan or a task list held against the spec.
final class Comparison {
  private final Analyst analyst;
  private final Material material;
  private final PromptDocument document;
  private final String name;
  private final Optional<AgreedPlan> agreed;

  /// @param name `plan` or `tasks`
  /// @param agreed what could be read of the document
  Comparison(
      Analyst analyst,
      Material material,
      PromptDocument document,
      String name,
      Optional<AgreedPlan> agreed) {
    this.analyst = analyst;
    this.material = material;
    this.document = document;
    this.name = name;
    this.agreed = agreed;
  }

  List<Issue> issues() {
    List<Issue> issues = new ArrayList<>();
    gaps(issues);
    if (analyst != Analyst.DELIVERY && !material.demands().isEmpty()) {
      orphans(issues);
    }
    if (analyst != Analyst.REQUIREMENTS) {
      numbers(issues);
    }
    return issues;
  }

  /// Only what is agreed counts: a trace or a list of what is not covered names every id.
  private void gaps(List<Issue> issues) {
    Set<String> covered = new HashSet<>();
    agreed.ifPresent(plan -> plan.items().forEach(item -> covered.addAll(item.ids())));
    for (Demand demand : material.demands()) {
      boolean mine =
          analyst == Analyst.CONSISTENCY || demand.criterion() == (analyst == Analyst.DELIVERY);
      boolean named =
          agreed.isPresent()
              ? covered.contains(demand.id())
              : AgreedPlan.names(document.text(), demand.id());
      if (mine && !named) {
        issues.add(
            issue(
                "The " + name + " leaves out " + Phrasing.quoted(demand),
                "Add it to the " + name + ", or remove it from the spec.",
                demand.criterion() ? Magnitude.IMPORTANT : Magnitude.CRITICAL,
                demand.section().isEmpty() ? null : demand.section(),
                demand.id(),
                "no agreed item of " + document.path() + " names the id"));
      }
    }
  }

  private void orphans(List<Issue> issues) {
    for (AgreedPlan.Item item : items()) {
      if (item.ids().isEmpty()) {
        issues.add(
            issue(
                "\"" + item.title() + "\" of the " + name + " serves no requirement of the spec",
                "Name the requirement that it serves, or remove it.",
                Magnitude.IMPORTANT,
                null,
                null,
                place(item)));
      }
    }
  }

  private void numbers(List<Issue> issues) {
    for (AgreedPlan.Item item : items()) {
      List<Demand> named =
          material.demands().stream().filter(demand -> item.ids().contains(demand.id())).toList();
      Numbers.strange(item.text(), named, material.demands())
          .ifPresent(strange ->
              issues.add(
                  issue(
                      "\""
                          + strange.written()
                          + "\" in \""
                          + item.title()
                          + "\" of the "
                          + name
                          + " contradicts \""
                          + strange.expected()
                          + "\" of "
                          + strange.id(),
                      "Decide which number holds and write it in both places.",
                      Magnitude.CRITICAL,
                      null,
                      strange.id(),
                      place(item))));
    }
  }

  private List<AgreedPlan.Item> items() {
    return agreed.map(AgreedPlan::items).orElse(List.of());
  }

  private String place(AgreedPlan.Item item) {
    return document.path() + ", line " + item.line();
  }

  private static Issue issue(
      String question,
      String answer,
      Magnitude magnitude,
      @Nullable String section,
      @Nullable String requirement,
      String reasoning) {
    return new Issue(
        question,
        answer,
        Confidence.HIGH,
        magnitude,
        Resolvability.SUGGEST_FIX,
        section,
        requirement,
        reasoning);
  }
}
