package dev.speckit.pipeline.logs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which attempts and files of a run a person wants to see.
///
/// @param agent null for all
/// @param attempt null for all
/// @param files names of the files to show
record LogFilter(@Nullable String agent, @Nullable Integer attempt, List<String> files, int lines) {
  boolean takes(LoggedAttempt one) {
    return (agent == null || agent.equals(one.agent().value()))
        && (attempt == null || attempt == one.number());
  }
}
