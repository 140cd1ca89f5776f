package dev.speckit.guide;

import dev.speckit.failure.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What became of one file.
///
/// @param problem what the user should know; null when there is nothing
record Outcome(Target target, State state, @Nullable Problem problem) {

  /// Words for people and programs.
  enum State {
    /// It was not there and now is.
    INSTALLED,
    /// It was ours and unedited, and now has our newest text.
    UPDATED,
    /// It was edited; the edited one is kept beside it.
    REPLACED,
    /// It had our newest text already.
    UNCHANGED,
    /// It was edited and stays as it is.
    KEPT,
    /// It is not ours, or something stands in the way.
    REFUSED,
    /// It was removed.
    REMOVED,
    /// It was gone already.
    MISSING,
    /// Another agent still reads it.
    SHARED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Outcome of(Target target, State state) {
    return new Outcome(target, state, null);
  }

  static Outcome refused(Target target, Problem problem) {
    return new Outcome(target, State.REFUSED, problem);
  }

  /// Whether the agent finds the command afterwards.
  boolean inPlace() {
    return switch (state) {
      case INSTALLED, UPDATED, REPLACED, UNCHANGED, KEPT, SHARED -> true;
      case REFUSED, REMOVED, MISSING -> false;
    };
  }
}
