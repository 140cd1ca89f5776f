package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.WorkItem;
import dev.speckit.consensus.Clustering.Cluster;
import dev.speckit.consensus.Clustering.Kind;
import dev.speckit.consensus.PlanAgreement.Item;
import dev.speckit.consensus.PlanAgreement.OpenQuestion;
import dev.speckit.consensus.PlanAgreement.Original;
import dev.speckit.consensus.PlanAgreement.Risk;
import dev.speckit.consensus.PlanAgreement.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Plans of a roster become one.
public final class PlanConsensus {
  private final List<Given<Answer.Plan>> given;
  private final Participation participation;
  private final List<Demand> demands;
  private final DemandIds ids;

  private PlanConsensus(
      List<Given<Answer.Plan>> given, Participation participation, List<Demand> demands) {
    this.given = Answers.sorted(given);
    this.participation = participation;
    this.demands = List.copyOf(demands);
    this.ids = new DemandIds(demands);
  }

  /// Merges the plans. With fewer answers than the quorum needs, every item is dissent.
  ///
  /// @param given one answer of each agent that answered, in any order
  /// @param quorum how many must answer, and how many must support an item
  /// @param roster who was asked
  /// @param demands what the spec demands, in its order
  public static PlanAgreement of(
      List<Given<Answer.Plan>> given, Quorum quorum, List<AgentName> roster, List<Demand> demands) {
    return new PlanConsensus(given, Answers.participation(given, quorum, roster), demands).merged();
  }

  private PlanAgreement merged() {
    List<Item> agreed = new ArrayList<>();
    List<Item> dissent = new ArrayList<>();
    for (Cluster<WorkItem> cluster : Clustering.of(workItems(), Kind.WORK)) {
      Item item = item(cluster);
      boolean supported = item.agreement().supporters() >= participation.quorum().need();
      (supported ? agreed : dissent).add(item);
    }
    return new PlanAgreement(
        participation,
        demands,
        agreed,
        dissent,
        ids.coverage(
            agreed.stream().map(Item::requirements).toList(),
            dissent.stream().map(Item::requirements).toList(),
            written()),
        risks(),
        questions(),
        Answers.leftOut(given, plan -> List.of(plan.workItems(), plan.risks(), plan.questions())));
  }

  private List<Statement<WorkItem>> workItems() {
    return statements(
        Answer.Plan::workItems,
        (agent, position, work) ->
            new Statement<>(
                agent,
                position,
                work.title(),
                textOf(work.detail()),
                ids.known(work.requirements()),
                work));
  }

  private interface Reading<I> {
    Statement<I> of(AgentName agent, int position, I item);
  }

  private <I> List<Statement<I>> statements(
      Function<Answer.Plan, List<I>> items, Reading<I> reading) {
    List<Statement<I>> statements = new ArrayList<>();
    for (Given<Answer.Plan> one : given) {
      List<I> compared = Answers.compared(items.apply(one.answer()));
      for (int i = 0; i < compared.size(); i++) {
        statements.add(reading.of(one.agent(), i, compared.get(i)));
      }
    }
    return statements;
  }

  private static String textOf(@Nullable String detail) {
    return detail == null ? "" : detail;
  }

  private Item item(Cluster<WorkItem> cluster) {
    Statement<WorkItem> chosen = cluster.representative();
    List<AgentName> supporters = cluster.supporters();
    return new Item(
        chosen.value().title(),
        detail(chosen, cluster),
        ids.links(cluster.entries()),
        Agreement.of(supporters.size(), participation),
        supporters,
        cluster.entries().stream().map(PlanConsensus::original).toList());
  }

  private static @Nullable String detail(Statement<WorkItem> chosen, Cluster<WorkItem> cluster) {
    if (!chosen.detail().isBlank()) {
      return chosen.detail();
    }
    return cluster.entries().stream()
        .map(Statement::detail)
        .filter(detail -> !detail.isBlank())
        .findFirst()
        .orElse(null);
  }

  private static Original original(Statement<WorkItem> statement) {
    WorkItem work = statement.value();
    return new Original(statement.agent(), work.title(), work.detail(), work.requirements());
  }

  private Map<AgentName, List<String>> written() {
    Map<AgentName, List<String>> written = new TreeMap<>();
    for (Given<Answer.Plan> one : given) {
      written.put(
          one.agent(),
          Answers.compared(one.answer().workItems()).stream()
              .flatMap(work -> work.requirements().stream())
              .toList());
    }
    return written;
  }

  private List<Risk> risks() {
    List<Statement<Answer.Risk>> statements =
        statements(
            Answer.Plan::risks,
            (agent, position, risk) ->
                new Statement<>(agent, position, risk.text(), "", Set.of(), risk));
    return Clustering.of(statements, Kind.MATTER).stream()
        .map(this::risk)
        .sorted(
            Comparator.comparing(Risk::magnitude)
                .thenComparingInt(risk -> -risk.agreement().supporters()))
        .toList();
  }

  private Risk risk(Cluster<Answer.Risk> cluster) {
    Magnitude greatest =
        cluster.entries().stream()
            .map(entry -> entry.value().magnitude())
            .min(Comparator.naturalOrder())
            .orElse(Magnitude.MINOR);
    List<AgentName> supporters = cluster.supporters();
    return new Risk(
        cluster.representative().title(),
        greatest,
        Agreement.of(supporters.size(), participation),
        supporters,
        said(cluster));
  }

  private List<OpenQuestion> questions() {
    List<Statement<String>> statements =
        statements(
            Answer.Plan::questions,
            (agent, position, text) -> new Statement<>(agent, position, text, "", Set.of(), text));
    return Clustering.of(statements, Kind.MATTER).stream()
        .map(this::question)
        .sorted(Comparator.comparingInt(question -> -question.agreement().supporters()))
        .toList();
  }

  private OpenQuestion question(Cluster<String> cluster) {
    List<AgentName> supporters = cluster.supporters();
    return new OpenQuestion(
        cluster.representative().title(),
        Agreement.of(supporters.size(), participation),
        supporters,
        said(cluster));
  }

  private static <T> List<Said> said(Cluster<T> cluster) {
    return cluster.entries().stream().map(entry -> new Said(entry.agent(), entry.title())).toList();
  }
}
