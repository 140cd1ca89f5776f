package dev.speckit.trace;

import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import dev.speckit.host.Git;
import dev.speckit.host.GitHistory;
import dev.speckit.host.GitMoves;
import dev.speckit.host.GitTrail;
import dev.speckit.host.GitTree;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The files of a workspace that are looked at, and its repository.
///
/// @param repository empty without git, outside of a repository, and when git cannot read it
/// @param problems why git cannot read it, or what a clone left out
record Project(Path workspace, Optional<Repository> repository, List<Problem> problems) {
  Project {
    problems = List.copyOf(problems);
  }

  static Project of(Host host, Path workspace) throws InterruptedException {
    Optional<Git> git = Git.find(host);
    if (git.isEmpty()) {
      return new Project(workspace, Optional.empty(), List.of());
    }
    Optional<Path> root = git.get().root(workspace);
    Optional<Path> real = Disk.realPath(workspace);
    if (root.isEmpty() || real.isEmpty()) {
      return new Project(
          workspace, Optional.empty(), git.get().trouble(workspace).stream().toList());
    }
    GitHistory history = new GitHistory(git.get(), root.get());
    List<GitHistory.Message> messages = history.messages();
    Optional<Problem> trouble =
        messages.isEmpty() ? git.get().trouble(workspace) : Optional.empty();
    if (trouble.isPresent()) {
      return new Project(workspace, Optional.empty(), List.of(trouble.get()));
    }
    String inside = root.get().relativize(real.get()).toString().replace('\\', '/');
    String prefix = inside.isEmpty() ? "" : inside + "/";
    Set<String> boundary = history.boundary();
    return new Project(
        workspace,
        Optional.of(new Repository(git.get(), root.get(), workspace, prefix, messages, boundary)),
        boundary.isEmpty() ? List.of() : List.of(shallow()));
  }

  private static Problem shallow() {
    return Problem.of(
            "shallow-clone", "the clone is shallow: commits before its boundary are unknown")
        .remedy("git fetch --unshallow");
  }

  /// Documents of the specs themselves, which are read in their own way.
  ///
  /// @param path relative to the workspace
  static boolean isSpecDocument(String path) {
    return path.startsWith("specs/") && path.endsWith(".md") && !path.contains("/deliverables/");
  }

  private static boolean isOurs(String path) {
    return path.startsWith(".speckit/") || path.startsWith("evidence/") || isSpecDocument(path);
  }

  /// What git tracks or would add; without git all that is not hidden.
  Set<String> files() throws InterruptedException {
    Set<String> files = new LinkedHashSet<>();
    if (repository.isPresent()) {
      for (String each : repository.get().present()) {
        addUnlessOurs(files, each);
      }
      return files;
    }
    FileTree tree = FileTree.of(workspace);
    for (Path each : tree.files()) {
      String path = SpecEntry.relative(workspace, each);
      if (!path.startsWith(".") && !path.contains("/.")) {
        addUnlessOurs(files, path);
      }
    }
    return files;
  }

  private static void addUnlessOurs(Set<String> files, String path) {
    if (!isOurs(path)) {
      files.add(path);
    }
  }

  /// A git repository around a workspace.
  ///
  /// @param prefix the workspace's folder in it with a slash at the end, or empty
  /// @param messages of all commits that can be reached, newest first
  /// @param boundary the oldest commits of a shallow clone; what they changed is unknown
  record Repository(
      Git git,
      Path root,
      Path workspace,
      String prefix,
      List<GitHistory.Message> messages,
      Set<String> boundary) {
    Repository {
      messages = List.copyOf(messages);
      boundary = Set.copyOf(boundary);
    }

    GitHistory history() {
      return new GitHistory(git, root);
    }

    List<String> present() throws InterruptedException {
      List<String> paths = new GitTree(git, root).present(workspace);
      return paths.stream().map(this::inWorkspace).toList();
    }

    /// A path of git as the workspace sees it.
    String inWorkspace(String path) {
      if (path.startsWith(prefix)) {
        return path.substring(prefix.length());
      }
      return Path.of(prefix).relativize(Path.of(path)).toString().replace('\\', '/');
    }

    /// A path of the workspace as git sees it; empty when it leads out of the repository.
    Optional<String> path(String path) {
      Path normal = Path.of(prefix).resolve(path).normalize();
      return normal.startsWith("..") || normal.toString().isEmpty()
          ? Optional.empty()
          : Optional.of(normal.toString().replace('\\', '/'));
    }

    /// The commits that changed a file under one of its names, newest first.
    ///
    /// @param paths as git sees them
    List<GitHistory.Commit> touching(List<String> paths) throws InterruptedException {
      return history().touching(paths).stream()
          .filter(each -> !boundary.contains(each.hash()))
          .toList();
    }

    Map<String, List<String>> changed(Collection<String> hashes) throws InterruptedException {
      GitTrail trail = null;
      Map<String, List<String>> changed = new LinkedHashMap<>();
      for (GitHistory.Commit each : history().named(hashes, true)) {
        List<String> paths = new ArrayList<>();
        if (boundary.contains(each.hash())) {
          changed.put(each.hash(), paths);
          continue;
        }
        for (GitHistory.FileChange file : each.files()) {
          String now = file.path();
          if (FileStamp.of(root.resolve(now)).kind() == FileStamp.Kind.NOTHING) {
            trail = trail == null ? new GitMoves(git, root).trail() : trail;
            now = trail.follow(now).orElse(now);
          }
          paths.add(inWorkspace(now));
        }
        changed.put(each.hash(), paths);
      }
      return changed;
    }
  }
}
