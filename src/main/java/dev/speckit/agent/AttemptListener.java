package dev.speckit.agent;

import dev.speckit.host.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;

/// Told of each attempt, on the attempt's own thread, in the order below. What it throws ends that
/// agent's call and no other.
public interface AttemptListener {
  AttemptListener NONE = new AttemptListener() {};

  /// The intent: nothing has been started yet, and nothing is when this throws.
  default void starting(AgentCall call, int attempt, Path folder) {}

  default void started(AgentCall call, int attempt, ProcessIdentity process) {}

  /// The first output, then at most four times a second while more comes.
  default void output(AgentCall call, int attempt, long bytes) {}

  /// The outcome. Its process and all that came of it are gone; the folder is complete.
  default void ended(AgentCall call, AttemptResult result) {}

  default void retrying(AgentCall call, int attempt, Duration wait, String why) {}
}
