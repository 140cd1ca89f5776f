package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import java.util.Map;

/// What a run must know of the settings. A run keeps the values it started with.
///
/// @param agents everyone who can be asked, built-in agents included
/// @param rosters who is asked for what
/// @param attemptsMax calls of one agent for one question, the first included
public record PipelineSettings(
    Map<AgentName, AgentDefinition> agents, RosterSettings rosters, int attemptsMax) {
  public PipelineSettings {
    agents = Map.copyOf(agents);
  }
}
