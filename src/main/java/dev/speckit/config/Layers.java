package dev.speckit.config;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What settings are read from, the later over the earlier: defaults, the user's file, the
/// project's file, the environment.
///
/// @param userFile `~/.config/speckit/config.toml`; need not exist
/// @param projectFile `speckit.toml` of the workspace; need not exist
/// @param directory paths below it are shown relative to it
public record Layers(
    Path userFile, Path projectFile, Map<String, String> environment, Path directory) {
  public Layers {
    environment = Map.copyOf(environment);
  }

  public static Layers of(Host host, Path workspace) {
    return new Layers(
        home(host).resolve("config.toml"),
        workspace.resolve("speckit.toml"),
        host.environment(),
        host.directory());
  }

  /// The folder of the user's own files: `$XDG_CONFIG_HOME/speckit` when that is absolute, else
  /// `~/.config/speckit`.
  public static Path home(Host host) {
    return host.variable("XDG_CONFIG_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(host.home().resolve(".config"))
        .resolve("speckit");
  }

  /// What reading gave.
  ///
  /// @param problems all that were found, sorted by layer, line and column
  /// @param complete false when a file could not be parsed at all, so that what seems missing may
  ///   only be unread
  public record Reading(Configuration configuration, List<Problem> problems, boolean complete) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /// Reads all layers. Never stops at the first problem.
  ///
  /// @throws Failure.Unavailable when a file is there and cannot be read
  public Reading read(Keys keys) {
    Configuration configuration = new Configuration();
    List<Problem> problems = new ArrayList<>();
    boolean complete = true;
    for (Provenance.Layer layer : Provenance.Layer.values()) {
      Path file = layer == Provenance.Layer.USER ? userFile : projectFile;
      if (!Disk.exists(file)) {
        continue;
      }
      try {
        Node.Table tree = TomlFile.read(file, shown(file));
        problems.addAll(new FileLayer(keys, configuration, layer).add(tree));
      } catch (Failure.Invalid failure) {
        problems.addAll(failure.problems());
        complete = false;
      }
    }
    problems.addAll(new VariableLayer(keys, configuration).add(environment));
    return new Reading(configuration, sorted(problems), complete);
  }

  /// Problems of the user's file, then of the project's, then of variables; by line and column.
  public List<Problem> sorted(List<Problem> problems) {
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparingInt((Problem problem) -> rank(place(problem).file()))
                .thenComparing(problem -> place(problem).file())
                .thenComparingInt(problem -> place(problem).line())
                .thenComparingInt(problem -> place(problem).column()))
        .toList();
  }

  private int rank(String file) {
    return file.equals(shown(userFile)) ? 0 : file.equals(shown(projectFile)) ? 1 : 2;
  }

  private static Place place(Problem problem) {
    Place place = problem.place();
    return place == null ? Place.of("") : place;
  }

  private String shown(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(directory)
        ? directory.relativize(absolute).toString()
        : absolute.toString();
  }
}
