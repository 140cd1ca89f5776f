package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Traffic;
import java.util.Map;

/// What a run must know of the settings. A run keeps the values it started with.
///
/// @param agents everyone who can be asked, built-in agents included
/// @param rosters who is asked for what
/// @param attemptsMax calls of one agent for one question, the first included
/// @param traffic how many agents run at once, in all and of each provider
public record PipelineSettings(
    Map<AgentName, AgentDefinition> agents,
    RosterSettings rosters,
    int attemptsMax,
    Traffic.Limits traffic) {
  public PipelineSettings {
    agents = Map.copyOf(agents);
  }

  /// Without limits of providers.
  public PipelineSettings(
      Map<AgentName, AgentDefinition> agents, RosterSettings rosters, int attemptsMax) {
    this(agents, rosters, attemptsMax, Traffic.Limits.NONE);
  }
}
