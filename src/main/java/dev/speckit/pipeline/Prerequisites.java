package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.candidate.Dirt;
import dev.speckit.candidate.Landing;
import dev.speckit.candidate.Repository;
import dev.speckit.candidate.Surroundings;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.run.Part;
import dev.speckit.run.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the stages of a run need before anything is spent.
final class Prerequisites {
  /// `init` may have written these just now.
  private static final Set<String> WRITTEN_BY_INIT = Set.of(".gitignore", ".gitattributes");

  private static final int NAMED_MAX = 10;

  /// In lines, so that it can be pasted.
  private static final String NAME_A_CHECK =
      """
      name one that runs the tests of the project, in speckit.toml:
      [checks.test]
      command = ["mvn", "-B", "test"]
      junit = "target/surefire-reports/*.xml"\
      """;

  private Prerequisites() {}

  /// What would be refused before anything is spent, most basic first; empty when nothing.
  ///
  /// @param stages those that will be taken
  static List<Failure> of(List<Stage> stages, PipelineSettings settings, Surroundings surroundings)
      throws InterruptedException {
    List<Failure> refusals = new ArrayList<>();
    if (stages.contains(Stage.IMPLEMENT)
        && settings.rosters().roster(Stage.IMPLEMENT.subject()).isEmpty()) {
      refusals.add(
          new Failure.Unavailable(
              Problem.of("no-implementer", "no agent is named that may change files")
                  .at("speckit.toml")
                  .remedy(
                      "name one to five in `[quality_gates] implement = [...]`, such as claude;"
                          + " the built-in analysts only read")));
    }
    if (stages.contains(Stage.VALIDATE) && settings.checks(Stage.VALIDATE).isEmpty()) {
      refusals.add(
          new Failure.Unavailable(
              Problem.of("no-check", "no command is named whose result would prove anything")
                  .at("speckit.toml")
                  .remedy(NAME_A_CHECK)));
    }
    try {
      if (stages.contains(Stage.IMPLEMENT)) {
        refuseUncommitted(surroundings.repository());
      } else if (stages.contains(Stage.VALIDATE)) {
        Repository _ = surroundings.repository();
      }
    } catch (Failure.Unavailable | Failure.Blocked refused) {
      refusals.add(refused);
    }
    return refusals;
  }

  /// Agents begin with the last commit: what is not committed they would not see, and it would
  /// stand in the way of what they make. What speckit writes itself is nobody's change. What they
  /// make moves a branch on, so one must be checked out.
  ///
  /// @throws Failure.Blocked with the files, or without a branch
  /// @throws Failure.Unavailable when the workspace is in no repository with a commit
  static void refuseUncommitted(Repository repository) throws InterruptedException {
    if (new Landing(repository).branch().isEmpty()) {
      throw new Failure.Blocked(
          Problem.of("no-branch", "no branch is checked out that could take the work")
              .at(".")
              .remedy("check out a branch: git switch BRANCH"));
    }
    List<String> files =
        Dirt.of(repository).stream()
            .filter(
                file -> repository.inWorkspace(file).filter(WRITTEN_BY_INIT::contains).isEmpty())
            .map(repository::named)
            .toList();
    if (files.isEmpty()) {
      return;
    }
    String some = String.join(", ", files.subList(0, Math.min(NAMED_MAX, files.size())));
    int more = files.size() - NAMED_MAX;
    throw new Failure.Blocked(
        Problem.of(
                "uncommitted-changes",
                "files are changed and not committed: "
                    + some
                    + (more > 0 ? " and " + more + " more" : ""))
            .at(files.getFirst())
            .remedy("commit or stash them: agents begin with the last commit"));
  }

  /// A cloned repository must not be able to start a program: what its own settings file names
  /// starts only where the user trusts the workspace.
  ///
  /// @param stages those that will be taken
  /// @return what would be started; empty when nothing
  static List<Problem> foreign(List<Stage> stages, PipelineSettings settings) {
    Map<String, String> foreign = new LinkedHashMap<>();
    for (Stage stage : stages) {
      for (Part part : Part.order(stage, stage)) {
        for (AgentName name : settings.rosters().roster(part.subject())) {
          AgentDefinition definition = settings.agents().get(name);
          if (definition != null && definition.origin() == AgentDefinition.Origin.PROJECT) {
            foreign.put("agent `" + name + "`", definition.action());
          }
        }
      }
      for (CheckDefinition check : settings.checks(stage)) {
        if (check.isProject()) {
          foreign.put("check `" + check.name() + "`", check.action());
        }
      }
    }
    List<Problem> problems = new ArrayList<>();
    foreign.forEach((who, action) ->
        problems.add(
            Problem.of(
                    "untrusted-workspace", who + " of the project's settings would run: " + action)
                .at("speckit.toml")
                .remedy("read it; if you agree, `speckit trust`, then run again")));
    return problems;
  }
}
