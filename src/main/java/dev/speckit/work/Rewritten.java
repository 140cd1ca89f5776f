package dev.speckit.work;

import dev.speckit.host.GitHistory;
import dev.speckit.host.GitHistory.Commit;
import dev.speckit.spec.context.CommitRename;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.WorkSession;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What became of the commits that a context lists, after amendments, rebases and resets.
final class Rewritten {
  private final GitHistory history;

  Rewritten(GitHistory history) {
    this.history = history;
  }

  /// The context with the new name and subject of each commit that was rewritten, and with a mark
  /// behind each that is gone.
  ContextDocument follow(ContextDocument context) throws InterruptedException {
    Set<String> written = hashes(context);
    if (written.isEmpty()) {
      return context;
    }
    ByHash known = new ByHash(history.named(written, false));
    Set<String> lost = history.lost(known.hashes());
    List<Commit> gone =
        written.stream()
            .flatMap(hash -> known.find(hash).stream())
            .filter(commit -> lost.contains(commit.hash()))
            .distinct()
            .toList();
    Map<String, Commit> successors =
        gone.isEmpty()
            ? Map.of()
            : SessionCommits.successors(gone, unlisted(context, known.hashes()));
    ContextDocument renamed =
        context.withCommitsRenamed(
            hash -> known.find(hash).flatMap(old -> rename(old, successors)));
    return marked(renamed, known, lost, successors);
  }

  private static Optional<CommitRename> rename(Commit old, Map<String, Commit> successors) {
    return Optional.ofNullable(successors.get(old.hash()))
        .map(now -> new CommitRename(old.subject(), now.hash(), now.subject()));
  }

  /// A clone that left old commits out cannot tell that one is gone.
  private ContextDocument marked(
      ContextDocument context, ByHash known, Set<String> lost, Map<String, Commit> successors)
      throws InterruptedException {
    ByHash now = new ByHash(List.copyOf(successors.values()));
    boolean shallow = history.isShallow();
    return context.withLostCommits(hash -> {
      Optional<Commit> commit = known.find(hash);
      return commit.isPresent()
          ? lost.contains(commit.get().hash())
          : now.find(hash).isEmpty() && !shallow;
    });
  }

  private List<Commit> unlisted(ContextDocument context, Set<String> listed)
      throws InterruptedException {
    return history.since(firstStart(context)).stream()
        .filter(commit -> !listed.contains(commit.hash()))
        .toList();
  }

  /// The commit that the first session started from; empty when it is no longer what the history
  /// stands on, and all of it must be looked at.
  private Optional<String> firstStart(ContextDocument context) throws InterruptedException {
    Optional<String> first =
        context.sessions().stream().findFirst().flatMap(WorkSession::startCommit);
    if (first.isEmpty()) {
      return first;
    }
    Set<String> start = new ByHash(history.named(List.of(first.get()), false)).hashes();
    return history.lost(start).isEmpty() ? first : Optional.empty();
  }

  private static Set<String> hashes(ContextDocument context) {
    Set<String> hashes = new LinkedHashSet<>();
    context
        .sessions()
        .forEach(session -> session.commits().forEach(each -> hashes.add(each.hash())));
    return hashes;
  }
}
