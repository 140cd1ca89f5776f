package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitCommitting;
import dev.speckit.host.GitDraft;
import dev.speckit.host.GitTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Makes a change one commit. Everything is prepared beside the work tree; index, files and branch
/// change together at the end.
final class Committing {
  private static final List<String> HOOKS =
      List.of("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit");

  private final Repository repository;
  private final TreeChange change;

  Committing(Repository repository, TreeChange change) {
    this.repository = repository;
    this.change = change;
  }

  /// @param commit empty for a dry run
  /// @param diff what the commit changes, moves recognised
  /// @param unfollowed files that git takes for new ones
  /// @param hooks those of the repository that a commit by git itself would have run
  record Outcome(Optional<String> commit, String diff, List<Path> unfollowed, List<String> hooks) {}

  Outcome dryRun() throws InterruptedException {
    try (GitDraft draft = open(false)) {
      String tree = tree(draft);
      return new Outcome(Optional.empty(), draft.diff(tree), unfollowed(draft, tree), hooks());
    }
  }

  Outcome commit(String message) throws InterruptedException {
    Path root = repository.places().root();
    Git.Identity identity =
        repository
            .git()
            .identity(root)
            .orElseThrow(() ->
                new Failure.Unavailable(
                    Problem.of("no-identity", "git does not know by whom the commit would be")
                        .remedy("git config user.name NAME; git config user.email ADDRESS")));
    try (GitDraft draft = open(true)) {
      String tree = tree(draft);
      List<Path> unfollowed = unfollowed(draft, tree);
      String commit = draft.commit(tree, message, identity);
      repository.advance(commit);
      return new Outcome(Optional.of(commit), "", unfollowed, hooks());
    }
  }

  private List<String> hooks() throws InterruptedException {
    Path folder = new GitCommitting(repository.git(), repository.places().root()).hooks();
    return HOOKS.stream().filter(each -> Disk.isExecutable(folder.resolve(each))).toList();
  }

  private GitDraft open(boolean lasting) throws InterruptedException {
    return GitDraft.open(repository.git(), repository.places().root(), lasting);
  }

  /// The tree in which git follows the history of every moved file, as far as that can be had.
  private String tree(GitDraft draft) throws InterruptedException {
    while (true) {
      draft.reset();
      draft.change(gone(), placed());
      String tree = draft.tree();
      boolean again = false;
      for (Path each : unfollowed(draft, tree)) {
        again |= change.drafts().shrink(each);
      }
      if (!again) {
        return tree;
      }
    }
  }

  /// Empty files have no history that could be followed by content.
  private List<Path> unfollowed(GitDraft draft, String tree) throws InterruptedException {
    Set<String> followed = draft.followed(tree);
    List<Path> unfollowed = new ArrayList<>();
    change
        .moves()
        .moves()
        .forEach((from, to) -> {
          if (!followed.contains(to.toString())) {
            unfollowed.add(to);
          }
        });
    return unfollowed;
  }

  private List<GitTree.Entry> gone() {
    return change.moves().moves().keySet().stream().map(repository.tracked()::get).toList();
  }

  private List<GitDraft.Placed> placed() {
    List<GitDraft.Placed> placed = new ArrayList<>();
    Map<Path, GitTree.Entry> entries = new HashMap<>(repository.tracked());
    Set<Path> rest = new HashSet<>(change.drafts().paths());
    change
        .moves()
        .moves()
        .forEach((from, to) -> {
          GitTree.Entry entry = Objects.requireNonNull(repository.tracked().get(from));
          placed.add(
              rest.remove(to)
                  ? new GitDraft.Written(
                      to.toString(), change.drafts().whole(to), Optional.of(entry))
                  : new GitDraft.Moved(to.toString(), entry));
          entries.remove(from);
        });
    for (Path each : rest) {
      placed.add(
          new GitDraft.Written(
              each.toString(),
              change.drafts().whole(each),
              Optional.ofNullable(entries.get(each))));
    }
    change
        .retargeted()
        .forEach((link, target) -> placed.add(new GitDraft.Retargeted(link.toString(), target)));
    return placed;
  }
}
