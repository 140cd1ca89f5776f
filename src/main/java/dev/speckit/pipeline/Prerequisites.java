package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the stages of a run need before anything is spent.
final class Prerequisites {
  private Prerequisites() {}

  /// @param stages those that will be taken
  /// @throws Failure.Unavailable when the settings name nobody who could, or nothing that proves
  static void refuseMissingSettings(List<Stage> stages, PipelineSettings settings) {
    if (stages.contains(Stage.IMPLEMENT)
        && settings.rosters().roster(Stage.IMPLEMENT.subject()).isEmpty()) {
      throw new Failure.Unavailable(
          Problem.of("no-implementer", "no agent is named that may change files")
              .at("speckit.toml")
              .remedy(
                  "name one to five in `[quality_gates] implement = [...]`, such as claude; the"
                      + " built-in analysts only read"));
    }
    if (stages.contains(Stage.VALIDATE) && settings.checks(Stage.VALIDATE).isEmpty()) {
      throw new Failure.Unavailable(
          Problem.of("no-check", "no command is named whose result would prove anything")
              .at("speckit.toml")
              .remedy(
                  "name one, such as `[checks.test] command = [\"mvn\", \"-B\", \"test\"]`"
                      + " and the `junit` reports it writes"));
    }
  }

  /// A cloned repository must not be able to start a program: what its own settings file names
  /// starts only where the user trusts the workspace.
  ///
  /// @param stages those that will be taken
  /// @throws Failure.NeedsApproval with what would be started
  static void refuseForeign(List<Stage> stages, PipelineSettings settings) {
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
    if (foreign.isEmpty()) {
      return;
    }
    List<Problem> problems = new ArrayList<>();
    foreign.forEach((who, action) ->
        problems.add(
            Problem.of(
                    "untrusted-workspace", who + " of the project's settings would run: " + action)
                .at("speckit.toml")
                .remedy("read it; if you agree, `speckit trust`, then run again")));
    throw new Failure.NeedsApproval(problems.toArray(Problem[]::new));
  }
}
