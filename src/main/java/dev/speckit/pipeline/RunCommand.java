package dev.speckit.pipeline;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.util.Map;

/// `speckit run`: takes a spec through the stages.
public final class RunCommand implements Command {
  private final Host host;
  private final RunStart start;

  public RunCommand(Host host, RunStart.Environment environment) {
    this.host = host;
    this.start = new RunStart(host, environment);
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("run", "Take a spec through the stages plan and tasks")
        .description(
            """
            Asks the roster of each gate and stage at the same time, compares the answers, and \
            writes what enough of them agree on beside the spec; the rest stands there as dissent. \
            Everything that happens is in the journal: kill it at any moment, `speckit resume` \
            goes on and asks nobody twice.

            Without a terminal nobody is asked: `--on-question stop` ends the run with exit code \
            10 or 11 and the questions; `--on-question defer` goes on and keeps them open in the \
            plan.\
            """)
        .parameters(
            Parameter.required("id", "The spec's id or alias"),
            Parameter.option("from", "STAGE", "First stage (default: plan)", Stage.words()),
            Parameter.option("to", "STAGE", "Last stage (default: tasks)", Stage.words()),
            Parameter.option(
                "on-question",
                "ACTION",
                "What to do when a gate needs a person (default: stop)",
                EventText.words()),
            Watched.OPTION)
        .example("run 1001", "Plans the spec 1001 and breaks the plan into tasks.")
        .example(
            "run 1001 --to plan --on-question defer",
            "Only plans, and keeps open questions in the plan.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    SpecTree tree = SpecTree.open(workspace);
    SpecEntry spec = tree.find(call.arguments().get("id"));
    Stage from = stage(call, "from", Stage.PLAN);
    Stage to = stage(call, "to", Stage.TASKS);
    if (from.compareTo(to) > 0) {
      throw new Failure.Usage(
          Problem.of(
                  "stages-backwards",
                  "`--from " + from.word() + "` comes after `--to " + to.word() + "`")
              .remedy("swap them"));
    }
    return start.run(
        new RunStart.Request(
            workspace,
            tree,
            spec,
            from,
            to,
            Map.of(),
            RunStart.onQuestion(call),
            call.arguments().all("watch"),
            call.progress()));
  }

  private static Stage stage(Call call, String option, Stage fallback) {
    return call.arguments().find(option).flatMap(Stage::parse).orElse(fallback);
  }
}
