package dev.speckit.run;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.AttemptResult;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.host.RollingFile;
import dev.speckit.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `.speckit/logs/agents.jsonl`: one line of JSON for each event of a run and of each attempt,
/// while it happens. Nothing ever reads it back, and a run never ends because of it.
public final class AgentLog {
  private static final long BYTES_MAX = 10L << 20;
  private static final int FILES = 3;

  private final Host host;
  private final String spec;
  private final @Nullable RollingFile file;
  private volatile @Nullable Problem lost;

  private AgentLog(Host host, String spec, @Nullable RollingFile file) {
    this.host = host;
    this.spec = spec;
    this.file = file;
  }

  /// @param spec id of the spec whose run it is
  public static AgentLog of(Path workspace, String spec, Host host) {
    return new AgentLog(host, spec, rolling(workspace));
  }

  /// For what only reads journals.
  static AgentLog none(Host host) {
    return new AgentLog(host, "", null);
  }

  public static Path file(Path workspace) {
    return workspace.resolve(".speckit").resolve("logs").resolve("agents.jsonl");
  }

  public static RollingFile rolling(Path workspace) {
    return new RollingFile(file(workspace), BYTES_MAX, FILES);
  }

  /// Why lines are missing; empty when none is.
  public Optional<Problem> lost() {
    return Optional.ofNullable(lost);
  }

  /// What was written to the journal. Ends of attempts are told by [#ended], which knows more.
  void event(String run, RunEvent event) {
    switch (event) {
      case RunEvent.AttemptEnded _ -> {}
      case RunEvent.AttemptStarted(Part part, _, AgentName agent, int number, _, _) ->
          write("info", attempt(run, part, agent, number, event.kind()));
      case RunEvent.PartEntered entered -> write("info", part(run, entered.part(), event.kind()));
      case RunEvent.PartAsked asked -> write("info", part(run, asked.part(), event.kind()));
      case RunEvent.PartDecided decided ->
          write(
              decided.participation().equals("full") ? "info" : "warning",
              part(run, decided.part(), event.kind()).with("outcome", decided.participation()));
      case RunEvent.StageEnded ended ->
          write("info", fields(run, event.kind()).with("stage", ended.stage().word()));
      case RunEvent.CheckpointDecided decided ->
          write(
              decided.decision().equals("continue") ? "info" : "warning",
              fields(run, event.kind())
                  .with("outcome", decided.decision())
                  .with("reason", decided.reason()));
      case RunEvent.Stopped(RunState state, _, String reason) ->
          write(
              state == RunState.DONE ? "info" : "warning",
              fields(run, event.kind()).with("outcome", state.word()).with("reason", reason));
      case RunEvent.Started _,
          RunEvent.Resumed _,
          RunEvent.ArtifactIntended _,
          RunEvent.ArtifactWritten _,
          RunEvent.WorktreeIntended _,
          RunEvent.CandidateTaken _,
          RunEvent.ChecksIntended _,
          RunEvent.CheckEnded _,
          RunEvent.ChecksEnded _,
          RunEvent.CandidateKept _,
          RunEvent.FilesChanged _,
          RunEvent.CandidateChosen _,
          RunEvent.ApplyIntended _,
          RunEvent.Applied _,
          RunEvent.Noted _,
          RunEvent.QuestionAnswered _,
          RunEvent.QuestionReopened _,
          RunEvent.EditIntended _,
          RunEvent.Edited _,
          RunEvent.CancelRequested _ ->
          write("info", fields(run, event.kind()));
    }
  }

  public void running(String run, Part part, AgentName agent, int number, ProcessIdentity process) {
    write("info", attempt(run, part, agent, number, "attempt-running").with("pid", process.pid()));
  }

  public void firstOutput(String run, Part part, AgentName agent, int number, long bytes) {
    write("info", attempt(run, part, agent, number, "attempt-first-output").with("bytes", bytes));
  }

  public void retrying(
      String run, Part part, AgentName agent, int number, Duration wait, String why) {
    write(
        "warning",
        attempt(run, part, agent, number, "attempt-waiting")
            .with("wait_ms", wait.toMillis())
            .with("reason", why));
  }

  public void ended(String run, Part part, AttemptResult result) {
    write(
        result.isAnswered() ? "info" : "warning",
        attempt(run, part, result.agent(), result.attempt(), "attempt-ended")
            .with("elapsed_ms", result.totalMillis())
            .withPresent("exit_code", result.exitCode())
            .with("outcome", result.outcome().word())
            .with("bytes", result.stdoutBytes())
            .with("reason", result.reason()));
  }

  /// The end of an attempt that nobody saw.
  public void abandoned(String run, Part part, AgentName agent, int number, String reason) {
    write(
        "warning",
        attempt(run, part, agent, number, "attempt-ended")
            .with("outcome", "cancelled")
            .with("reason", reason));
  }

  private Json.Fields attempt(String run, Part part, AgentName agent, int number, String event) {
    return part(run, part, event).with("agent", agent.value()).with("attempt", number);
  }

  private Json.Fields part(String run, Part part, String event) {
    return fields(run, event).with("stage", part.name());
  }

  private Json.Fields fields(String run, String event) {
    return Json.fields().with("run", run).with("spec", spec).with("event", event);
  }

  private void write(String level, Json.Fields fields) {
    RollingFile open = file;
    if (open == null || lost != null) {
      return;
    }
    Json.Fields line = Json.fields().with("time", host.clock().instant()).with("level", level);
    for (var field : fields.values().entrySet()) {
      line = line.with(field.getKey(), field.getValue());
    }
    try {
      open.append((line.write() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (Failure failure) {
      Problem why = failure.problems().getFirst();
      lost =
          Problem.of("log-lost", "events are missing in the log of agents: " + why.message())
              .at(".speckit/logs/agents.jsonl")
              .remedy("mend it; the run itself and its journal are not touched by it");
    }
  }
}
