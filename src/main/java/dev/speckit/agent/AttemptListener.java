package dev.speckit.agent;

import dev.speckit.host.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Told of each attempt, on the attempt's own thread, in the order below. What it throws ends that
/// agent's call and no other.
public interface AttemptListener {
  AttemptListener NONE = new AttemptListener() {};

  /// Whether an attempt may be made.
  sealed interface Leave {
    record Given() implements Leave {}

    /// Neither this attempt is made nor a later one of the call; attempts of others go on.
    record Refused(String why) implements Leave {}
  }

  /// Asked when a place is free and nothing stands between the attempt and its start; `starting`
  /// follows at once when leave is given. Not asked for the record of an attempt that is not made.
  ///
  /// @param promptBytes of this very attempt, repair included
  default Leave leave(AgentCall call, int attempt, Path folder, long promptBytes) {
    return new Leave.Given();
  }

  /// The intent: nothing has been started yet, and nothing is when this throws.
  default void starting(AgentCall call, int attempt, Path folder) {}

  default void started(AgentCall call, int attempt, ProcessIdentity process) {}

  /// The first output, then at most four times a second while more comes.
  default void output(AgentCall call, int attempt, long bytes) {}

  /// The outcome. Its process and all that came of it are gone; the folder is complete.
  default void ended(AgentCall call, AttemptResult result) {}

  /// The attempt with this number follows after a wait.
  default void retrying(AgentCall call, int attempt, Duration wait, String why) {}

  /// The attempt with this number waits for the end of a rate limit; its place is free meanwhile.
  ///
  /// @param assumed whether the provider named no time
  default void parked(AgentCall call, int attempt, Instant until, boolean assumed) {}

  /// The attempt with this number waits for another reason than what the last one said.
  default void heldBack(AgentCall call, int attempt, Duration wait, String why) {}

  /// No more attempt is made although the last outcome would allow one.
  default void givenUp(AgentCall call, String why) {}
}
