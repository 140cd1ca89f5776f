package dev.speckit.agent;

import dev.speckit.host.Host;
import java.util.List;

/// Asks several agents at the same time and owns every process that comes of it: it returns only
/// when all of them have ended.
public final class AgentBatch {
  private final Host host;

  public AgentBatch(Host host) {
    this.host = host;
  }

  /// Asks all agents and waits for the end of every attempt.
  ///
  /// @return one result for each call, in the order of the calls
  /// @throws dev.speckit.failure.Failure.NeedsApproval when a definition is not trusted; nothing
  ///   was started
  /// @throws InterruptedException when cancelled; the attempts under way were ended, and reported
  ///   to the listener as cancelled
  public List<AgentResult> run(List<AgentCall> calls, BatchLimits limits, AttemptListener listener)
      throws InterruptedException {
    throw new IllegalStateException(host.toString());
  }
}
