package dev.speckit.work;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.GitFate;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.deliverable.DeliverableList;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What git knows of files of a workspace that are gone. Git is asked at the first question only,
/// because most of the time every file is there.
final class GoneFiles implements DeliverableList.Renames {
  private final Host host;
  private final Path workspace;
  private @Nullable Known known;

  GoneFiles(Host host, Path workspace) {
    this.host = host;
    this.workspace = workspace;
  }

  private record Known(Optional<Repository> repository, Optional<GitFate> fate) {}

  @Override
  public Optional<Path> of(Path file) {
    Known git = known();
    return git.fate()
        .flatMap(fate -> fate.movedTo(inRepository(git, file)))
        .map(path -> inWorkspace(git.repository().orElseThrow(), path));
  }

  @Override
  public Optional<String> deletion(Path file) {
    Known git = known();
    if (git.fate().isEmpty()) {
      return Optional.empty();
    }
    try {
      return git.fate().get().deleted(inRepository(git, file));
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  private String inRepository(Known git, Path file) {
    return git.repository().map(Repository::prefix).orElse("")
        + SpecEntry.relative(workspace, file);
  }

  private Path inWorkspace(Repository repository, String path) {
    return repository
        .inWorkspace(path)
        .map(workspace::resolve)
        .orElseGet(() -> repository.root().resolve(path));
  }

  private Known known() {
    Known ready = known;
    if (ready != null) {
      return ready;
    }
    try {
      Optional<Repository> repository = Repository.of(host, workspace);
      Optional<GitFate> fate = Optional.empty();
      if (repository.isPresent()) {
        fate = Optional.of(GitFate.of(repository.get().git(), repository.get().root()));
      }
      Known asked = new Known(repository, fate);
      known = asked;
      return asked;
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  private static Failure.Interrupted interrupted() {
    Thread.currentThread().interrupt();
    return new Failure.Interrupted(Problem.of("interrupted", "interrupted while git was asked"));
  }
}
