package dev.speckit.agent;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of one call.
///
/// @param attempts in order; empty when the listener refused the first, or the batch was stopped
///   before it
/// @param listenerFailure what the listener threw, or why an attempt could not be kept on disk; the
///   call ended there, its attempts stand
public record AgentResult(
    AgentName agent, List<AttemptResult> attempts, @Nullable RuntimeException listenerFailure) {
  public AgentResult {
    attempts = List.copyOf(attempts);
  }

  public Optional<AttemptResult> last() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /// The attempt that answered, when one did.
  public Optional<AttemptResult> answered() {
    return last().filter(AttemptResult::isAnswered);
  }
}
