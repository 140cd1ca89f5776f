package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of one agent's work, for a document.
///
/// @param commit the beginning of its hash; empty when nothing was kept
/// @param files changed paths; untrusted
/// @param added lines
/// @param removed lines
/// @param checks what the checks said of it, such as `test passed`; empty when none ran
/// @param lost why it was not taken; null for the chosen one
/// @param chosen at most one of a list
public record CandidateLine(
    AgentName agent,
    String commit,
    List<String> files,
    int added,
    int removed,
    String checks,
    @Nullable String lost,
    boolean chosen) {
  public CandidateLine {
    files = List.copyOf(files);
  }
}
