package dev.speckit.pipeline;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.run.EventText;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;

/// `speckit resume`: goes on with a run.
public final class ResumeCommand implements Command {
  private final Host host;
  private final RunStart start;

  public ResumeCommand(Host host, RunStart.Environment environment) {
    this.host = host;
    this.start = new RunStart(host, environment);
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("resume", "Go on with a run that stopped or was killed")
        .description(
            """
            Agents whose answers are recorded are not asked again. Where the spec or the plan has \
            changed since it was asked about, that part and all after it are asked anew. A run \
            that is done stays as it is.\
            """)
        .parameters(
            Parameter.required("run", "The run's id, the beginning of one, or `last`"),
            Parameter.option(
                "on-question",
                "ACTION",
                "What to do when a gate needs a person (default: as the run was started)",
                EventText.words()),
            Watched.OPTION)
        .example("resume last", "Goes on with the newest run.")
        .example("resume last --on-question defer", "Goes on and keeps its questions open.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    Report stopped =
        start.resume(
            workspace,
            call.arguments().get("run"),
            call.arguments().has("on-question") ? RunStart.onQuestion(call) : null,
            call.arguments().all("watch"),
            call.progress());
    return new AskOnward(host, start, workspace).onward(call, stopped);
  }
}
