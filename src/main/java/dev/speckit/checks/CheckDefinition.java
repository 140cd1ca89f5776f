package dev.speckit.checks;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A command of the user's project whose result is a fact.
///
/// @param name as in the settings: `test`
/// @param command program and arguments, at least one; never a shell line
/// @param junit reports it writes, a glob relative to the tree it runs in, or null
/// @param coverage a coverage report it writes, relative likewise, or null
/// @param timeout how long it may take
/// @param stages words of the stages at which it runs
/// @param isProject whether the project's own file named the command
public record CheckDefinition(
    String name,
    List<String> command,
    @Nullable String junit,
    @Nullable String coverage,
    Duration timeout,
    Set<String> stages,
    boolean isProject) {
  /// Where a check runs when its settings do not say.
  public static final Set<String> DEFAULT_STAGES = Set.of("implement", "validate");

  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(20);

  public CheckDefinition {
    command = List.copyOf(command);
    stages = Set.copyOf(stages);
  }

  /// The words of the command in one line, for people.
  public String action() {
    return String.join(" ", command);
  }
}
