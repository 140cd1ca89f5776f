package dev.speckit.checks;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
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

  /// Which of some files the command names: what is run, or read by what is run.
  ///
  /// @param paths relative to the folder that the check runs in, with slashes
  public List<String> named(Collection<String> paths) {
    Set<String> words = new HashSet<>();
    for (String word : command) {
      words.add(plain(word));
      words.add(plain(word.substring(word.indexOf('=') + 1)));
      // A command line inside of a word, as for `sh -c`.
      List.of(word.split("[\\s;&|()<>'\"]+", -1)).forEach(part -> words.add(plain(part)));
    }
    return paths.stream().filter(words::contains).sorted().toList();
  }

  private static String plain(String word) {
    try {
      return Path.of(word).normalize().toString().replace('\\', '/');
    } catch (InvalidPathException _) {
      return word;
    }
  }

  /// The words of the command in one line, for people.
  public String action() {
    return String.join(" ", command);
  }
}
