package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.json.Json;
import java.util.List;

/// What a roster's task lists have in common, in an order in which they can be done.
///
/// @param participation who answered; when it does not pass, nothing may be built on the rest
/// @param demands what the spec demands, in its order
/// @param agreed tasks with at least the quorum's number of supporters; each after those it depends
///   on
/// @param dissent the other tasks, likewise ordered
/// @param broken dependencies that were dropped because they form a circle
/// @param unresolved dependencies on a title that the same agent's answer does not have
/// @param leftOut tasks beyond the bound of [Clustering#ITEMS_MAX]
public record TasksAgreement(
    Participation participation,
    List<Demand> demands,
    List<Item> agreed,
    List<Item> dissent,
    Coverage coverage,
    List<Broken> broken,
    List<Unresolved> unresolved,
    List<Coverage.LeftOut> leftOut) {
  public TasksAgreement {
    demands = List.copyOf(demands);
    agreed = List.copyOf(agreed);
    dissent = List.copyOf(dissent);
    broken = List.copyOf(broken);
    unresolved = List.copyOf(unresolved);
    leftOut = List.copyOf(leftOut);
  }

  /// A task.
  ///
  /// @param id `T001` and on for agreed tasks, `D001` and on for dissent, in order
  /// @param validation of the agent whose title was chosen, else of another; may be empty
  /// @param requirements known ids only, in the order of the spec
  /// @param dependsOn ids of tasks of either list; sorted
  /// @param files paths any supporter named, sorted; untrusted
  /// @param supporters sorted
  /// @param provenance every original, sorted by agent
  public record Item(
      String id,
      String title,
      String validation,
      List<Coverage.Link> requirements,
      List<String> dependsOn,
      List<String> files,
      Agreement agreement,
      List<AgentName> supporters,
      List<Original> provenance) {
    public Item {
      requirements = List.copyOf(requirements);
      dependsOn = List.copyOf(dependsOn);
      files = List.copyOf(files);
      supporters = List.copyOf(supporters);
      provenance = List.copyOf(provenance);
    }

    Json.Fields json() {
      return Json.fields()
          .with("id", id)
          .with("title", title)
          .with("validation", validation)
          .with("requirements", requirements.stream().map(Coverage.Link::json).toList())
          .with("depends_on", Json.texts(dependsOn))
          .with("files", Json.texts(files))
          .with("agreement", agreement.json())
          .with("supporters", Coverage.names(supporters))
          .with("provenance", provenance.stream().map(Original::json).toList());
    }
  }

  /// A task as one agent wrote it.
  public record Original(
      AgentName agent,
      String title,
      List<String> requirements,
      List<String> dependsOn,
      String validation,
      List<String> files) {
    public Original {
      requirements = List.copyOf(requirements);
      dependsOn = List.copyOf(dependsOn);
      files = List.copyOf(files);
    }

    Json.Fields json() {
      return Json.fields()
          .with("agent", agent.value())
          .with("title", title)
          .with("requirements", Json.texts(requirements))
          .with("depends_on", Json.texts(dependsOn))
          .with("validation", validation)
          .with("files", Json.texts(files));
    }
  }

  /// @param task id of the task that was freed of the dependency
  /// @param dependsOn id of the task it was said to depend on
  public record Broken(String task, String dependsOn) {
    Json.Fields json() {
      return Json.fields().with("task", task).with("depends_on", dependsOn);
    }
  }

  /// @param task id of the merged task
  /// @param title what the agent wrote; untrusted
  public record Unresolved(AgentName agent, String task, String title) {
    Json.Fields json() {
      return Json.fields().with("agent", agent.value()).with("task", task).with("title", title);
    }
  }

  /// The verdict as it is stored and written to evidence.
  public Json.Fields json() {
    Json.Fields fields =
        Json.fields()
            .with("schema_version", 1)
            .with("subject", "tasks")
            .with("participation", participation.json())
            .with("agreed", agreed.stream().map(Item::json).toList())
            .with("dissent", dissent.stream().map(Item::json).toList());
    return coverage
        .addTo(fields)
        .with("broken_dependencies", broken.stream().map(Broken::json).toList())
        .with("unresolved_dependencies", unresolved.stream().map(Unresolved::json).toList())
        .with("left_out", leftOut.stream().map(Coverage.LeftOut::json).toList());
  }
}
