package dev.speckit.pipeline;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.run.EventText;
import dev.speckit.run.Stage;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `speckit run`, `speckit auto` and a command for each stage: they take a spec through stages.
public final class RunCommand implements Command {
  private final Host host;
  private final RunStart start;
  private final RunStart.Environment environment;
  private final Form form;

  private RunCommand(Host host, RunStart.Environment environment, Form form) {
    this.host = host;
    this.start = new RunStart(host, environment);
    this.environment = environment;
    this.form = form;
  }

  /// One command of the family.
  ///
  /// @param from first stage
  /// @param to last stage
  /// @param chooses whether its user may name other stages
  private record Form(
      String word, Stage from, Stage to, boolean chooses, String summary, String description) {}

  private static final String WITHOUT_TERMINAL =
      """
      Without a terminal nobody is asked: `--on-question stop` ends the run with exit code 10 or \
      11 and the questions; `--on-question defer` goes on and keeps them open.\
      """;

  /// `run`: plan and tasks, or the stages that are named.
  public static Command run(Host host, RunStart.Environment environment) {
    return new RunCommand(
        host,
        environment,
        new Form(
            "run",
            Stage.PLAN,
            Stage.TASKS,
            true,
            "Take a spec through stages, by default plan and tasks",
            """
            Asks the roster of each gate and stage at the same time, compares the answers, and \
            writes what enough of them agree on beside the spec; the rest stands there as dissent. \
            Everything that happens is in the journal: kill it at any moment, `speckit resume` \
            goes on and asks nobody twice.

            """
                + WITHOUT_TERMINAL));
  }

  /// `auto`: every stage from plan to unlock.
  public static Command auto(Host host, RunStart.Environment environment) {
    return new RunCommand(
        host,
        environment,
        new Form(
            "auto",
            Stage.PLAN,
            Stage.UNLOCK,
            true,
            "Take a spec through every stage, from plan to unlock",
            """
            Plans, breaks down into tasks, lets agents change the code in work trees of their own, \
            chooses by the project's checks, proves each requirement, audits, and unlocks when no \
            point is open. It stops where a person must decide, and says what is missing.

            """
                + WITHOUT_TERMINAL));
  }

  /// One stage alone.
  public static Command of(Stage stage, Host host, RunStart.Environment environment) {
    String summary =
        switch (stage) {
          case PLAN -> "Plan a spec: what is to be done, as far as agents agree";
          case TASKS -> "Break the plan of a spec into tasks";
          case IMPLEMENT -> "Let agents change the code, each in a work tree, and take the best";
          case VALIDATE -> "Prove each requirement: the project's checks, then places in the code";
          case AUDIT -> "Look for what must be mended before a release";
          case UNLOCK -> "Release a spec, or list every point that is open";
        };
    return new RunCommand(
        host,
        environment,
        new Form(
            stage.word(),
            stage,
            stage,
            false,
            summary,
            "The stage "
                + stage.word()
                + " of `speckit run`, with its gates.\n\n"
                + WITHOUT_TERMINAL));
  }

  @Override
  public Declaration declaration() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(Parameter.required("id", "The spec's id or alias"));
    if (form.chooses()) {
      parameters.addAll(StageChoice.PARAMETERS);
    }
    parameters.add(
        Parameter.option(
            "on-question",
            "ACTION",
            "What to do when a gate needs a person (default: ask in a terminal, else stop)",
            EventText.words()));
    parameters.add(Watched.OPTION);
    parameters.add(
        Parameter.flag(
            "dry-run", "Show calls, checks, files, stops and cost; start and change nothing"));
    Declaration declaration =
        Declaration.of(form.word(), form.summary())
            .description(form.description())
            .parameters(parameters.toArray(Parameter[]::new))
            .example(form.word() + " 1001", form.summary() + ".");
    return form.chooses()
        ? declaration.example(
            form.word() + " 1001 --skip audit --because \"an inner tool\"",
            "Leaves a stage out, and keeps the reason.")
        : declaration;
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    SpecTree tree = SpecTree.open(workspace);
    SpecEntry spec = tree.find(call.arguments().get("id"));
    PipelineSettings settings = environment.settings().apply(workspace);
    StageChoice stages = StageChoice.of(call, form.from(), form.to(), settings.presets());
    RunStart.Request request =
        new RunStart.Request(
            workspace,
            tree,
            spec,
            stages.from(),
            stages.to(),
            stages.skipped(),
            RunStart.onQuestion(call),
            call.arguments().all("watch"),
            call.progress());
    if (call.arguments().has("dry-run")) {
      return start.dryRun(request, settings);
    }
    return new AskOnward(host, start, workspace).onward(call, start.run(request, settings));
  }
}
