package dev.speckit.spec.migration;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Report;
import dev.speckit.failure.Problem;

/// `run-task`: the old name of `work`. It says so, and does the same.
public final class RunTaskCommand implements Command {
  private final Command work;

  /// @param work the command that has taken its place
  public RunTaskCommand(Command work) {
    this.work = work;
  }

  @Override
  public Declaration declaration() {
    Declaration today = work.declaration();
    return new Declaration(
        "run-task",
        "The old name of " + today.name(),
        today.description(),
        today.parameters(),
        today.examples(),
        true);
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    String words = "speckit " + work.declaration().name();
    String id = call.arguments().find("id").map(each -> " " + each).orElse(" ID");
    return work.run(call)
        .warning(
            Problem.of("old-command", "run-task is old and will go").remedy("call " + words + id));
  }
}
