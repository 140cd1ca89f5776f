package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;

/// An answer and who gave it.
public record Given<A extends Answer>(AgentName agent, A answer) {}
