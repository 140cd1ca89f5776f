package dev.speckit.spec;

import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitBranches;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Ids that specs have on other local branches, and in other work trees of the repository, where
/// they may not be committed yet: taking one of them would collide at the merge.
public final class BranchIds {
  private BranchIds() {}

  /// Empty outside of a repository and without git: then there are no other branches.
  public static Set<Integer> of(Host host, Path workspace) throws InterruptedException {
    Optional<Git> git = Git.find(host);
    if (git.isEmpty()) {
      return Set.of();
    }
    Optional<Path> root = git.get().root(workspace);
    Optional<Path> real = Disk.realPath(workspace);
    if (root.isEmpty() || real.isEmpty()) {
      return Set.of();
    }
    Path inside = root.get().relativize(real.get());
    String specs = inside.resolve("specs").toString().replace('\\', '/');
    Set<Integer> ids = in(git.get().filesOnBranches(root.get(), specs), specs);
    GitBranches branches = new GitBranches(git.get(), root.get());
    for (GitBranches.WorkTree each : branches.others()) {
      SpecTree.open(each.top().resolve(inside))
          .layout()
          .located()
          .forEach(located -> ids.add(located.id().number()));
    }
    for (GitBranches.Branch each : branches.merging()) {
      ids.addAll(in(branches.files(each.commit(), specs), specs));
    }
    return ids;
  }

  /// The ids in the names of files. What was delivered may be called by any number.
  private static Set<Integer> in(Collection<String> files, String specs) {
    Set<Integer> ids = new HashSet<>();
    for (String file : files) {
      for (String name : List.of(file.substring(specs.length()).split("/", -1))) {
        if (name.equals("deliverables")) {
          break;
        }
        int end = name.indexOf('.');
        SpecId.parse(end < 0 ? name : name.substring(0, end)).ifPresent(id -> ids.add(id.number()));
      }
    }
    return ids;
  }
}
