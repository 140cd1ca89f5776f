package dev.speckit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a repository and one of its work trees stand. Asked once: none of it changes as long as
/// they stand there.
///
/// @param root the top folder of the work tree, links resolved
/// @param common git's folder that all work trees of the repository share, absolute
/// @param own git's folder of this work tree, absolute; the same as `common` for the first one
public record GitPlace(Git git, Path root, Path common, Path own) {
  /// The work tree that holds a folder; empty where [Git#root] is.
  public static Optional<GitPlace> find(Git git, Path folder) throws InterruptedException {
    Optional<Path> real = Disk.realPath(folder);
    List<String> words =
        List.of("rev-parse", "--show-toplevel", "--git-common-dir", "--absolute-git-dir");
    List<String> lines = new ArrayList<>(git.answer(folder, words).out().lines().toList());
    if (lines.size() != 3 || real.isEmpty() || !real.get().startsWith(Path.of(lines.getFirst()))) {
      return oneByOne(git, folder);
    }
    return Optional.of(
        new GitPlace(
            git,
            Path.of(lines.get(0)),
            folder.toAbsolutePath().resolve(lines.get(1)).normalize(),
            Path.of(lines.get(2))));
  }

  /// A path may hold a line end, and whoever may not read the repository is told why.
  private static Optional<GitPlace> oneByOne(Git git, Path folder) throws InterruptedException {
    Optional<Path> root = git.root(folder);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    String common = asked(git, root.get(), "--git-common-dir");
    String own = asked(git, root.get(), "--absolute-git-dir");
    return Optional.of(
        new GitPlace(git, root.get(), root.get().resolve(common).normalize(), Path.of(own)));
  }

  private static String asked(Git git, Path root, String word) throws InterruptedException {
    return Git.withoutLineEnd(git.succeed(root, List.of("rev-parse", word)).out());
  }

  /// Whether this is not the first work tree of the repository.
  boolean isFurther() {
    return !Disk.isOneFile(own, common);
  }
}
