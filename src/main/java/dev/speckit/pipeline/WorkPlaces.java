package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.candidate.Repository;
import dev.speckit.candidate.Worktrees;
import java.nio.file.Path;
import java.util.Optional;

/// Where the work trees of a run stand: `.speckit/worktrees/<run>/<input>/<agent>`, and for checks
/// `.speckit/worktrees/<run>/checks/<tree>`.
///
/// @param run its id
record WorkPlaces(RunScene scene, String run) {
  private static final int INPUT_DIGITS = 8;

  /// The first digits of an input tell inputs of a run apart.
  static String brief(String input) {
    return input.substring(0, Math.min(INPUT_DIGITS, input.length()));
  }

  Path agent(String input, AgentName agent) {
    return root().resolve(brief(input)).resolve(agent.value());
  }

  Path checks(CheckedTree tree) {
    return root().resolve("checks").resolve(tree.name().replace(' ', '-'));
  }

  private Path root() {
    return scene.workspace().resolve(".speckit").resolve("worktrees").resolve(run);
  }

  Repository repository() throws InterruptedException {
    return Repository.around(scene.host(), scene.workspace());
  }

  /// Empty where nothing is kept by git.
  Optional<Repository> findRepository() throws InterruptedException {
    return Repository.find(scene.host(), scene.workspace());
  }

  Worktrees worktrees() throws InterruptedException {
    return new Worktrees(repository());
  }
}
