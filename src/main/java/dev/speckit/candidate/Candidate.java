package dev.speckit.candidate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one agent left, as one commit on top of what it began with.
///
/// @param agent its name
/// @param commit hash; empty when there is nothing to keep, or it was not kept
/// @param reference the name under which git keeps the commit; empty likewise
/// @param files changed paths, relative to the root of the repository, sorted. A moved file counts
///   as two
/// @param added lines; those of binary files are not counted
/// @param removed likewise
/// @param leftOut changed paths that are not taken, because they are speckit's own
/// @param programs changed files that a check runs, each with the check: `tools/test.sh, which
///   check test runs`
/// @param rejected why it can never be chosen, one line; null when it can
public record Candidate(
    String agent,
    String commit,
    String reference,
    List<String> files,
    int added,
    int removed,
    List<String> leftOut,
    List<String> programs,
    @Nullable String rejected) {
  public Candidate {
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
    programs = List.copyOf(programs);
  }

  /// One that changes nothing that a check runs.
  public Candidate(
      String agent,
      String commit,
      String reference,
      List<String> files,
      int added,
      int removed,
      List<String> leftOut,
      @Nullable String rejected) {
    this(agent, commit, reference, files, added, removed, leftOut, List.of(), rejected);
  }

  /// Whether the agent changed nothing that could be taken.
  public boolean isEmpty() {
    return commit.isEmpty() && rejected == null;
  }

  /// Whether what the agent left is in its work tree only, which must stay then.
  public boolean isOnlyInItsWorkTree() {
    return commit.isEmpty() && rejected != null;
  }

  /// Changed lines.
  long size() {
    return (long) added + removed;
  }
}
