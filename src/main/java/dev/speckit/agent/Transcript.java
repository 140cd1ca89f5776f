package dev.speckit.agent;

import dev.speckit.host.OutputLines;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one run of an agent program said, before anyone judges it.
///
/// @param text its final message; empty when there was none
/// @param finished whether the event came that ends every complete run
/// @param failed whether the program itself calls the run failed
/// @param status of the provider's answer, 100 to 599, or null
/// @param stop why the model stopped, in the provider's word, or null
/// @param error what went wrong in the program's words, or null
/// @param denied tools that it wanted and did not get
/// @param retryAfter how long the provider asks us to wait, or null
/// @param session under which the program keeps the conversation, or null
/// @param model that answered, as the program says, or null
public record Transcript(
    String text,
    boolean finished,
    boolean failed,
    @Nullable Integer status,
    @Nullable String stop,
    @Nullable String error,
    List<String> denied,
    @Nullable Duration retryAfter,
    Usage usage,
    @Nullable String session,
    @Nullable String model) {
  public Transcript {
    denied = List.copyOf(denied);
  }

  Transcript retryAfter(@Nullable Duration newValue) {
    return new Transcript(
        text, finished, failed, status, stop, error, denied, newValue, usage, session, model);
  }

  /// Reads one run, event by event. Lines come on one thread, the rest afterwards on another.
  public interface Reader extends OutputLines {
    /// What was said in all.
    ///
    /// @param exitCode null when it could not be learned
    /// @param errors the end of stderr, at most 64 KiB
    Transcript transcript(@Nullable Integer exitCode, String errors);

    /// Files of the run that hold what stdout does not say, by name below the scratch folder; read
    /// by [#transcript] through [#file].
    default void file(String name, String text) {}

    /// Names of files in the scratch folder that are given to [#file] after the end.
    default List<String> files() {
      return List.of();
    }
  }
}
