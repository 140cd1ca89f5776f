package dev.speckit.candidate;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.GitPast;
import dev.speckit.host.GitReferences;
import dev.speckit.host.GitSnapshot;
import dev.speckit.host.GitWorktrees;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps what agents leave in their work trees.
public final class Snapshot {
  private static final int NAMED_MAX = 3;

  private final Repository repository;

  public Snapshot(Repository repository) {
    this.repository = repository;
  }

  /// What is to be kept.
  ///
  /// @param run id of the run
  /// @param agent name
  /// @param tree the agent's work tree
  /// @param base the commit it began with
  /// @param message of the commit
  /// @param at date of the commit
  /// @param bytesMax of the changed files together; above it nothing is stored in git
  public record Request(
      String run,
      String agent,
      Path tree,
      String base,
      String message,
      Instant at,
      long bytesMax) {}

  /// Makes what stands in the work tree one commit, whatever the agent committed itself, and keeps
  /// it under [References#of]. Files that git ignores are left out. Taking it again gives the same
  /// commit.
  ///
  /// @throws Failure.Unavailable when git does not work
  public Candidate take(Request request) throws InterruptedException {
    if (!Disk.isFolder(request.tree())) {
      return kept(request);
    }
    keepOwnCommits(request);
    try (GitSnapshot snapshot =
        GitSnapshot.of(repository.place(), request.tree(), request.base())) {
      return new Taking(repository, request, snapshot).take();
    }
  }

  /// What the agent committed itself stays reachable: its last state is all that is taken.
  private void keepOwnCommits(Request request) throws InterruptedException {
    Optional<String> head = new GitWorktrees(repository.place()).head(request.tree());
    if (head.isPresent() && !head.get().equals(request.base())) {
      new GitReferences(repository.git(), repository.root())
          .keep(References.ofOwnCommits(request.run(), request.agent()), head.get());
    }
  }

  /// The work tree is gone; what was taken of it before is still known to git.
  private Candidate kept(Request request) throws InterruptedException {
    String reference = References.of(request.run(), request.agent());
    Optional<String> commit =
        new GitReferences(repository.git(), repository.root()).commit(reference);
    if (commit.isEmpty()) {
      return rejected(request, List.of(), List.of(), "its work tree is gone");
    }
    try (GitSnapshot snapshot =
        GitSnapshot.of(repository.place(), repository.root(), request.base())) {
      return counted(request, reference, commit.get(), List.of(), null, snapshot);
    }
  }

  private static Candidate counted(
      Request request,
      String reference,
      String commit,
      List<String> leftOut,
      @Nullable String rejected,
      GitSnapshot snapshot)
      throws InterruptedException {
    List<GitPast.Change> changes = snapshot.changes(request.base(), commit);
    return new Candidate(
        request.agent(),
        commit,
        reference,
        changes.stream().map(GitPast.Change::path).sorted().toList(),
        changes.stream().mapToInt(GitPast.Change::linesAdded).sum(),
        changes.stream().mapToInt(GitPast.Change::linesRemoved).sum(),
        leftOut,
        rejected);
  }

  private static Candidate rejected(
      Request request, List<String> files, List<String> leftOut, String why) {
    return new Candidate(request.agent(), "", "", files, 0, 0, leftOut, why);
  }

  /// One taking, with its index.
  private record Taking(Repository repository, Request request, GitSnapshot snapshot) {
    Candidate take() throws InterruptedException {
      GitSnapshot.Difference all = snapshot.difference();
      GitSnapshot.Difference own = all.only(repository::isOwn);
      GitSnapshot.Difference difference = all.only(path -> !repository.isOwn(path));
      List<String> leftOut = own.paths().stream().sorted().toList();
      String reason = unfit(difference);
      if (reason != null) {
        return rejected(request, files(difference), leftOut, reason);
      }
      try {
        snapshot.stage(difference);
      } catch (Failure.Unavailable failure) {
        return rejected(
            request, files(difference), leftOut, failure.problems().getFirst().message());
      }
      return committed(difference, leftOut);
    }

    private static List<String> files(GitSnapshot.Difference difference) {
      return difference.paths().stream().sorted().toList();
    }

    /// Why nothing is stored in git; null when it can be.
    private @Nullable String unfit(GitSnapshot.Difference difference) {
      if (!difference.repositories().isEmpty()) {
        return "it holds a git repository of its own: " + named(difference.repositories());
      }
      if (difference.unnamed()) {
        return "it holds a file whose name is not UTF-8";
      }
      long bytes = snapshot.bytes(difference.present());
      return bytes > request.bytesMax()
          ? "its files have "
              + bytes
              + " bytes together, more than the "
              + request.bytesMax()
              + " that are kept"
          : null;
    }

    private Candidate committed(GitSnapshot.Difference difference, List<String> leftOut)
        throws InterruptedException {
      String tree = snapshot.tree();
      if (tree.equals(snapshot.treeOf(request.base()))) {
        return new Candidate(request.agent(), "", "", List.of(), 0, 0, leftOut, null);
      }
      String commit =
          snapshot.commit(
              tree, request.base(), request.message(), repository.identity(), request.at());
      String reference = References.of(request.run(), request.agent());
      new GitReferences(repository.git(), repository.root()).keep(reference, commit);
      List<String> outward = snapshot.outward(difference.present());
      String rejected =
          outward.isEmpty()
              ? null
              : "it holds a symbolic link that leads out of the repository: "
                  + named(Set.copyOf(outward));
      return counted(request, reference, commit, leftOut, rejected, snapshot);
    }

    private static String named(Set<String> paths) {
      List<String> sorted = paths.stream().sorted().toList();
      String some = String.join(", ", sorted.subList(0, Math.min(NAMED_MAX, sorted.size())));
      return sorted.size() > NAMED_MAX
          ? some + " and " + (sorted.size() - NAMED_MAX) + " more"
          : some;
    }
  }
}
