package dev.speckit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes a further work tree as a recorded patch says.
public final class GitPatching {
  private final Git git;

  public GitPatching(Git git) {
    this.git = git;
  }

  /// Brings the work tree back to its commit and applies a patch, all of it or nothing; one that
  /// the commit holds already changes nothing. Ignored files stay.
  ///
  /// @param folder the work tree's top folder or one below it; paths in the patch are relative to
  ///   it
  /// @return why it was not applied; empty when it was
  /// @throws dev.speckit.failure.Failure.Unavailable when git does not work there
  public Optional<String> apply(Path folder, Path patch) throws InterruptedException {
    Optional<GitPlace> place = GitPlace.find(git, folder);
    Optional<Path> real = Disk.realPath(folder);
    if (place.isEmpty() || real.isEmpty() || !place.get().isFurther()) {
      // The user's own files are never brought back to anything.
      return Optional.of("the folder is no work tree made for an agent");
    }
    Path top = place.get().root();
    Git guarded = git.guarded(top);
    Probe.Ended _ = guarded.succeed(top, List.of("reset", "--quiet", "--hard", "HEAD"));
    Probe.Ended _ = guarded.succeed(top, List.of("clean", "--quiet", "-f", "-f", "-d"));
    String below = top.relativize(real.get()).toString().replace('\\', '/');
    Probe.Ended ended = guarded.answer(top, words(below, patch, List.of()));
    if (ended.exit() == 0
        || guarded.answer(top, words(below, patch, List.of("--reverse", "--check"))).exit() == 0) {
      return Optional.empty();
    }
    return Optional.of(Git.firstLine(ended.error()));
  }

  private static List<String> words(String below, Path patch, List<String> options) {
    List<String> words = new ArrayList<>(List.of("apply", "--whitespace=nowarn"));
    words.addAll(options);
    if (!below.isEmpty()) {
      words.add("--directory=" + below);
    }
    words.add(patch.toAbsolutePath().toString());
    return words;
  }
}
