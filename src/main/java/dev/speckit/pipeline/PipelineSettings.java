package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Traffic;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.cost.Budget;
import dev.speckit.cost.PriceTable;
import dev.speckit.run.Stage;
import java.util.List;
import java.util.Map;

/// What a run must know of the settings. A run keeps the values it started with.
///
/// @param agents everyone who can be asked, built-in agents included
/// @param rosters who is asked for what
/// @param attemptsMax calls of one agent for one question, the first included
/// @param traffic how many agents run at once, in all and of each provider
/// @param checks commands of the project whose results are facts, in order
/// @param presets by name
/// @param budget what may be spent; a resumed run takes today's
/// @param prices of models
public record PipelineSettings(
    Map<AgentName, AgentDefinition> agents,
    RosterSettings rosters,
    int attemptsMax,
    Traffic.Limits traffic,
    List<CheckDefinition> checks,
    Map<String, Preset> presets,
    Budget budget,
    PriceTable prices) {
  public PipelineSettings {
    agents = Map.copyOf(agents);
    checks = List.copyOf(checks);
    presets = Map.copyOf(presets);
  }

  /// The checks of a stage, in order.
  List<CheckDefinition> checks(Stage stage) {
    return checks.stream().filter(check -> check.stages().contains(stage.word())).toList();
  }

  /// Without caps, with the prices that come with speckit.
  public PipelineSettings(
      Map<AgentName, AgentDefinition> agents,
      RosterSettings rosters,
      int attemptsMax,
      Traffic.Limits traffic,
      List<CheckDefinition> checks,
      Map<String, Preset> presets) {
    this(agents, rosters, attemptsMax, traffic, checks, presets, Budget.NONE, PriceTable.shipped());
  }

  /// Without limits of providers, checks, presets and caps.
  public PipelineSettings(
      Map<AgentName, AgentDefinition> agents, RosterSettings rosters, int attemptsMax) {
    this(agents, rosters, attemptsMax, Traffic.Limits.NONE, List.of(), Map.of());
  }
}
