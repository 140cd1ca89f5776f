package dev.speckit.run;

import java.util.Locale;
import java.util.Optional;

/// Where a run stands.
public enum RunState {
  /// Under way, or killed while it was: then its owner is gone and it can be resumed.
  RUNNING,
  /// A person must answer or approve something.
  WAITING,
  /// Too few agents answered, or a gate said no.
  BLOCKED,
  DONE,
  /// Nobody could be started, or nobody answered.
  FAILED,
  /// Stopped by a person; can be resumed.
  CANCELLED;

  /// The word in the store and in JSON.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<RunState> parse(String word) {
    for (RunState state : values()) {
      if (state.word().equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
