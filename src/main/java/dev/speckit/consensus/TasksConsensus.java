package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Task;
import dev.speckit.consensus.Clustering.Cluster;
import dev.speckit.consensus.Clustering.Kind;
import dev.speckit.consensus.TasksAgreement.Broken;
import dev.speckit.consensus.TasksAgreement.Item;
import dev.speckit.consensus.TasksAgreement.Original;
import dev.speckit.consensus.TasksAgreement.Unresolved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Task lists of a roster become one, in an order in which they can be done.
public final class TasksConsensus {
  private final List<Given<Answer.Tasks>> given;
  private final Participation participation;
  private final List<Demand> demands;
  private final DemandIds ids;

  private TasksConsensus(
      List<Given<Answer.Tasks>> given, Participation participation, List<Demand> demands) {
    this.given = Answers.sorted(given);
    this.participation = participation;
    this.demands = List.copyOf(demands);
    this.ids = new DemandIds(demands);
  }

  /// Merges the task lists. With fewer answers than the quorum needs, every task is dissent.
  ///
  /// @param given one answer of each agent that answered, in any order
  /// @param quorum how many must answer, and how many must support a task
  /// @param roster who was asked
  /// @param demands what the spec demands, in its order
  public static TasksAgreement of(
      List<Given<Answer.Tasks>> given,
      Quorum quorum,
      List<AgentName> roster,
      List<Demand> demands) {
    return new TasksConsensus(given, Answers.participation(given, quorum, roster), demands)
        .merged();
  }

  /// A dependency as one agent wrote it, not found in its own answer.
  private record Missing(AgentName agent, int cluster, String title) {}

  private TasksAgreement merged() {
    List<Cluster<Task>> clusters = Clustering.of(statements(), Kind.WORK);
    List<Missing> missing = new ArrayList<>();
    List<NavigableSet<Integer>> dependencies = dependencies(clusters, missing);
    TaskOrder order = TaskOrder.of(dependencies);
    List<String> names = names(order.order(), clusters);
    List<Item> agreed = new ArrayList<>();
    List<Item> dissent = new ArrayList<>();
    for (int cluster : order.order()) {
      List<String> dependsOn = order.kept().get(cluster).stream().map(names::get).sorted().toList();
      Item item = item(names.get(cluster), clusters.get(cluster), dependsOn);
      (isAgreed(clusters.get(cluster)) ? agreed : dissent).add(item);
    }
    return new TasksAgreement(
        participation,
        demands,
        agreed,
        dissent,
        ids.coverage(
            agreed.stream().map(Item::requirements).toList(),
            dissent.stream().map(Item::requirements).toList(),
            written()),
        order.broken().stream()
            .map(edge -> new Broken(names.get(edge.from()), names.get(edge.to())))
            .toList(),
        missing.stream()
            .map(one -> new Unresolved(one.agent(), names.get(one.cluster()), one.title()))
            .toList(),
        Answers.leftOut(given, answer -> List.of(answer.tasks())));
  }

  private List<Statement<Task>> statements() {
    List<Statement<Task>> statements = new ArrayList<>();
    for (Given<Answer.Tasks> one : given) {
      List<Task> tasks = Answers.compared(one.answer().tasks());
      for (int i = 0; i < tasks.size(); i++) {
        Task task = tasks.get(i);
        statements.add(
            new Statement<>(
                one.agent(),
                i,
                task.title(),
                task.validation() + " " + String.join(" ", task.files()),
                ids.known(task.requirements()),
                task));
      }
    }
    return statements;
  }

  /// By cluster, the clusters it depends on. Titles are looked up in the answer of the same agent
  /// only: another agent's equal words may mean something else.
  private List<NavigableSet<Integer>> dependencies(
      List<Cluster<Task>> clusters, List<Missing> missing) {
    Map<AgentName, Map<String, Integer>> places = new HashMap<>();
    for (int i = 0; i < clusters.size(); i++) {
      for (Statement<Task> statement : clusters.get(i).entries()) {
        places
            .computeIfAbsent(statement.agent(), _ -> new HashMap<>())
            .putIfAbsent(Wording.normal(statement.title()), i);
      }
    }
    List<NavigableSet<Integer>> dependencies = new ArrayList<>();
    for (int i = 0; i < clusters.size(); i++) {
      NavigableSet<Integer> own = new TreeSet<>();
      for (Statement<Task> statement : clusters.get(i).entries()) {
        Map<String, Integer> titles = places.getOrDefault(statement.agent(), Map.of());
        for (String title : statement.value().dependsOn()) {
          Integer found = titles.get(Wording.normal(title));
          if (found == null) {
            missing.add(new Missing(statement.agent(), i, title));
          } else if (found != i) {
            own.add(found);
          }
        }
      }
      dependencies.add(own);
    }
    return dependencies;
  }

  private boolean isAgreed(Cluster<Task> cluster) {
    return cluster.supporters().size() >= participation.quorum().need();
  }

  private List<String> names(List<Integer> order, List<Cluster<Task>> clusters) {
    Map<Integer, String> names = new TreeMap<>();
    int agreed = 0;
    int dissent = 0;
    for (int cluster : order) {
      String name =
          isAgreed(clusters.get(cluster))
              ? String.format(Locale.ROOT, "T%03d", ++agreed)
              : String.format(Locale.ROOT, "D%03d", ++dissent);
      names.put(cluster, name);
    }
    return List.copyOf(names.values());
  }

  private Item item(String name, Cluster<Task> cluster, List<String> dependsOn) {
    Statement<Task> chosen = cluster.representative();
    List<AgentName> supporters = cluster.supporters();
    return new Item(
        name,
        chosen.value().title(),
        validation(chosen, cluster),
        ids.links(cluster.entries()),
        dependsOn,
        cluster.entries().stream()
            .flatMap(entry -> entry.value().files().stream())
            .distinct()
            .sorted()
            .toList(),
        Agreement.of(supporters.size(), participation),
        supporters,
        cluster.entries().stream().map(TasksConsensus::original).toList());
  }

  private static String validation(Statement<Task> chosen, Cluster<Task> cluster) {
    if (!chosen.value().validation().isBlank()) {
      return chosen.value().validation();
    }
    return cluster.entries().stream()
        .map(entry -> entry.value().validation())
        .filter(validation -> !validation.isBlank())
        .findFirst()
        .orElse("");
  }

  private static Original original(Statement<Task> statement) {
    Task task = statement.value();
    return new Original(
        statement.agent(),
        task.title(),
        task.requirements(),
        task.dependsOn(),
        task.validation(),
        task.files());
  }

  private Map<AgentName, List<String>> written() {
    Map<AgentName, List<String>> written = new TreeMap<>();
    for (Given<Answer.Tasks> one : given) {
      written.put(
          one.agent(),
          Answers.compared(one.answer().tasks()).stream()
              .flatMap(task -> task.requirements().stream())
              .toList());
    }
    return written;
  }
}
