package dev.speckit.agent;

import java.nio.file.Path;
import java.util.List;

/// One agent asked for one task: one or more attempts.
///
/// @param trusted whether the user allowed what the definition would start; an untrusted one is
///   never started
/// @param folder where attempts are kept: attempt 2 of `claude` in `<folder>/claude-2`
/// @param firstAttempt number of the next attempt, 1 for a fresh call
/// @param spent how attempts that already count ended, in order; empty for a fresh call
public record AgentCall(
    AgentDefinition definition,
    boolean trusted,
    AgentTask task,
    Path folder,
    int firstAttempt,
    List<Outcome> spent) {
  public AgentCall {
    spent = List.copyOf(spent);
    if (firstAttempt < 1) {
      throw new IllegalArgumentException("attempts count from 1: " + firstAttempt);
    }
  }

  /// A call that nobody has tried before.
  public static AgentCall first(
      AgentDefinition definition, boolean trusted, AgentTask task, Path folder) {
    return new AgentCall(definition, trusted, task, folder, 1, List.of());
  }

  public AgentName agent() {
    return definition.name();
  }

  public Path attemptFolder(int attempt) {
    return folder.resolve(agent() + "-" + attempt);
  }
}
