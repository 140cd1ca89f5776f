package dev.speckit.spec;

import dev.speckit.host.Git;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Ids that specs have on other local branches: taking one of them would collide at the merge.
public final class BranchIds {
  private BranchIds() {}

  /// Empty outside of a repository and without git: then there are no other branches.
  public static Set<Integer> of(Host host, Path workspace) throws InterruptedException {
    Set<Integer> ids = new HashSet<>();
    Optional<Git> git = Git.find(host);
    if (git.isEmpty()) {
      return ids;
    }
    Optional<Path> root = git.get().root(workspace);
    Optional<Path> real = dev.speckit.host.Disk.realPath(workspace);
    if (root.isEmpty() || real.isEmpty()) {
      return ids;
    }
    String specs = root.get().relativize(real.get().resolve("specs")).toString().replace('\\', '/');
    for (String file : git.get().filesOnBranches(root.get(), specs)) {
      for (String name : file.substring(specs.length()).split("/", -1)) {
        int end = name.indexOf('.');
        SpecId.parse(end < 0 ? name : name.substring(0, end)).ifPresent(id -> ids.add(id.number()));
      }
    }
    return ids;
  }
}
