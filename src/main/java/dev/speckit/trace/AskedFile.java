package dev.speckit.trace;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.GitHistory;
import dev.speckit.host.GitMoves;
import dev.speckit.host.GitTrail;
import dev.speckit.spec.Nearness;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A file that a person asks for, and what git knows of it.
///
/// @param path relative to the workspace
/// @param now where the file that stood there is today, when it was renamed
/// @param isKnown whether a commit or the index ever had a file there
/// @param commits that changed it under this name or one it had before, newest first
record AskedFile(
    String path, Optional<String> now, boolean isKnown, List<GitHistory.Commit> commits) {
  private static final int NEAR_MAX = 3;

  /// So many letters may be wrong in a name for every four that it has.
  private static final int WRONG_PER = 4;

  /// @throws Failure.Usage when the path leads out of the workspace
  static void refuseOutside(Path workspace, Path file) {
    if (!file.startsWith(workspace)) {
      throw new Failure.Usage(
          Problem.of("outside-workspace", "the file is not in the workspace " + workspace)
              .at(file.toString())
              .remedy("name a file below that folder"));
    }
  }

  /// @throws Failure.Usage when a folder stands there, or stood there when git last knew it
  static AskedFile of(Project project, String path) throws InterruptedException {
    Path file = project.workspace().resolve(path);
    if (Disk.isFolder(file)) {
      throw folder(path);
    }
    if (project.repository().isEmpty()) {
      return new AskedFile(path, Optional.empty(), false, List.of());
    }
    Project.Repository repository = project.repository().get();
    Optional<String> known = repository.path(path);
    if (known.isEmpty()) {
      return new AskedFile(path, Optional.empty(), false, List.of());
    }
    boolean present = Disk.exists(file);
    GitTrail trail = new GitMoves(repository.git(), repository.root()).trail();
    if (!present && isFolder(trail, known.get())) {
      throw folder(path);
    }
    GitTrail before = present ? trail : trail.untilLeft(known.get());
    List<GitHistory.Commit> commits = repository.touching(before.origins(known.get()));
    Optional<String> now =
        present ? Optional.empty() : trail.follow(known.get()).map(repository::inWorkspace);
    boolean isKnown =
        !commits.isEmpty()
            || trail.isLeft(known.get())
            || repository.present().stream().anyMatch(path::equals);
    return new AskedFile(path, now, isKnown, commits);
  }

  private static boolean isFolder(GitTrail trail, String path) {
    return !trail.isLeft(path)
        && trail.moves().stream().anyMatch(move -> move.from().startsWith(path + "/"));
  }

  private static Failure.Usage folder(String path) {
    return new Failure.Usage(
        Problem.of("folder-not-file", "this is a folder; a trace goes back from one file")
            .at(path.isEmpty() ? "." : path)
            .remedy("name a file in it"));
  }

  /// Neither the disk nor git nor any spec has it.
  Failure.Usage unknown(Project project) throws InterruptedException {
    List<String> near = near(project.files());
    return new Failure.Usage(
        Problem.of("unknown-file", "there is no such file, and git never knew one")
            .at(path)
            .remedy(
                near.isEmpty()
                    ? "name a file as it stands below the workspace"
                    : "did you mean " + String.join(" or ", near) + "?"));
  }

  /// Files with the same name elsewhere, and those whose path is nearly the same.
  private List<String> near(Set<String> files) {
    return files.stream()
        .map(each -> new Near(each, isNamesake(each) ? 0 : Nearness.distance(path, each)))
        .filter(each -> each.distance() <= Math.max(1, path.length() / WRONG_PER))
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::file))
        .limit(NEAR_MAX)
        .map(Near::file)
        .toList();
  }

  private record Near(String file, int distance) {}

  private boolean isNamesake(String file) {
    return name(file).toLowerCase(Locale.ROOT).equals(name(path).toLowerCase(Locale.ROOT));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
