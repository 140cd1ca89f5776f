package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.candidate.Repository;
import dev.speckit.candidate.Surroundings;
import dev.speckit.candidate.Worktrees;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.run.CheckedTree;
import java.nio.file.Path;
import java.util.Optional;

/// Where the work trees of a run stand: `.speckit/worktrees/<run>/<input>/<agent>`, and for checks
/// `.speckit/worktrees/<run>/checks/<tree>`.
///
/// @param run its id
record WorkPlaces(Surroundings surroundings, Path workspace, String run) {
  private static final int INPUT_DIGITS = 8;

  WorkPlaces(RunScene scene, String run) {
    this(scene.surroundings(), scene.workspace(), run);
  }

  WorkPlaces(Host host, Path workspace, String run) {
    this(new Surroundings(host, workspace), workspace, run);
  }

  /// The first digits of an input tell inputs of a run apart.
  static String brief(String input) {
    return input.substring(0, Math.min(INPUT_DIGITS, input.length()));
  }

  Path agent(String input, AgentName agent) {
    return root().resolve(brief(input)).resolve(agent.value());
  }

  Path checks(CheckedTree tree) {
    return checks().resolve(tree.name().replace(' ', '-'));
  }

  /// The folder of all trees that only checks run in.
  Path checks() {
    return root().resolve("checks");
  }

  /// Removes folders in which no work tree stands any more.
  void removeEmpty() {
    Path root = root();
    Disk.list(root).forEach(WorkPlaces::removeEmpty);
    removeEmpty(root);
    removeEmpty(all());
  }

  private static void removeEmpty(Path folder) {
    if (Disk.isFolder(folder) && Disk.list(folder).isEmpty()) {
      Disk.delete(folder);
    }
  }

  private Path root() {
    return all().resolve(run);
  }

  private Path all() {
    return workspace.resolve(".speckit").resolve("worktrees");
  }

  Repository repository() throws InterruptedException {
    return surroundings.repository();
  }

  /// Empty where nothing is kept by git.
  Optional<Repository> findRepository() throws InterruptedException {
    return surroundings.find();
  }

  Worktrees worktrees() throws InterruptedException {
    return new Worktrees(repository());
  }
}
