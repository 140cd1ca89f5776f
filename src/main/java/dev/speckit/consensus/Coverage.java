package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.json.Json;
import java.util.List;

/// Which demands of the spec the agreed items reach, and which ids agents named that the spec does
/// not have.
///
/// @param notCovered in the order of the spec
/// @param unknown in natural order; dropped from the items, kept here
public record Coverage(List<NotCovered> notCovered, List<Unknown> unknown) {
  public Coverage {
    notCovered = List.copyOf(notCovered);
    unknown = List.copyOf(unknown);
  }

  /// A link from an item to a demand.
  ///
  /// @param id as the spec has it
  /// @param supporters who linked the item to it, sorted
  public record Link(String id, List<AgentName> supporters) {
    public Link {
      supporters = List.copyOf(supporters);
    }

    Json.Fields json() {
      return Json.fields().with("id", id).with("supporters", names(supporters));
    }
  }

  /// @param onlyInDissent whether an item that stands under Dissent covers it
  public record NotCovered(String id, boolean onlyInDissent) {}

  /// @param id as the agents wrote it; untrusted
  /// @param agents who named it, sorted
  public record Unknown(String id, List<AgentName> agents) {
    public Unknown {
      agents = List.copyOf(agents);
    }
  }

  /// How many items of an answer lie beyond the bound and were not compared.
  ///
  /// @param count at least 1
  public record LeftOut(AgentName agent, int count) {
    public Json.Fields json() {
      return Json.fields().with("agent", agent.value()).with("count", count);
    }
  }

  Json.Fields addTo(Json.Fields fields) {
    return fields
        .with(
            "not_covered",
            notCovered.stream()
                .map(missing ->
                    Json.fields()
                        .with("id", missing.id())
                        .with("only_in_dissent", missing.onlyInDissent()))
                .toList())
        .with(
            "unknown_requirements",
            unknown.stream()
                .map(name ->
                    Json.fields().with("id", name.id()).with("agents", names(name.agents())))
                .toList());
  }

  static Json.Items names(List<AgentName> agents) {
    return Json.texts(agents.stream().map(AgentName::value).toList());
  }
}
