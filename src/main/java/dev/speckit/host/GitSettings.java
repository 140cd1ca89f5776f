package dev.speckit.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Settings of a repository. Only those of the repository itself are written.
public final class GitSettings {
  private final Git git;
  private final Path root;

  /// @param root the top folder of the work tree
  public GitSettings(Git git, Path root) {
    this.git = git;
    this.root = root;
  }

  /// The value that holds here, wherever it is set.
  public Optional<String> value(String key) throws InterruptedException {
    return asked(List.of("config", "-z", "--get", key));
  }

  /// The value in the repository's own settings.
  public Optional<String> own(String key) throws InterruptedException {
    return asked(List.of("config", "--local", "-z", "--get", key));
  }

  /// @throws dev.speckit.failure.Failure.Unavailable when the settings cannot be written
  public void set(String key, String value) throws InterruptedException {
    Probe.Ended _ = git.succeed(root, List.of("config", "--local", "--replace-all", key, value));
  }

  /// Without a section such as `merge.speckit`; harmless when there is none.
  public void removeSection(String section) throws InterruptedException {
    Probe.Ended _ = git.answer(root, List.of("config", "--local", "--remove-section", section));
  }

  private Optional<String> asked(List<String> words) throws InterruptedException {
    Probe.Ended ended = git.answer(root, words);
    return ended.exit() == 0 ? Git.fields(ended.out()).stream().findFirst() : Optional.empty();
  }
}
