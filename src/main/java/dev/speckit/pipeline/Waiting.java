package dev.speckit.pipeline;

import dev.speckit.agent.AgentCall;
import dev.speckit.agent.AttemptListener;
import dev.speckit.agent.AttemptResult;
import dev.speckit.command.Progress;
import dev.speckit.host.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Says why an agent waits or is not asked again, beside what its recorder makes of it.
record Waiting(AttemptListener recorder, Progress progress, Part part) implements AttemptListener {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  @Override
  public void starting(AgentCall call, int attempt, Path folder) {
    recorder.starting(call, attempt, folder);
  }

  @Override
  public void started(AgentCall call, int attempt, ProcessIdentity process) {
    recorder.started(call, attempt, process);
  }

  @Override
  public void output(AgentCall call, int attempt, long bytes) {
    recorder.output(call, attempt, bytes);
  }

  @Override
  public void ended(AgentCall call, AttemptResult result) {
    recorder.ended(call, result);
  }

  @Override
  public void retrying(AgentCall call, int attempt, Duration wait, String why) {
    recorder.retrying(call, attempt, wait, why);
  }

  @Override
  public void parked(AgentCall call, int attempt, Instant until) {
    recorder.parked(call, attempt, until);
    note(call, "rate limited until " + shown(until) + " UTC");
  }

  @Override
  public void heldBack(AgentCall call, int attempt, Duration wait, String why) {
    recorder.heldBack(call, attempt, wait, why);
    note(call, "waits " + Math.max(1, wait.toSeconds()) + " s: " + why);
  }

  @Override
  public void givenUp(AgentCall call, String why) {
    recorder.givenUp(call, why);
    note(call, "is not asked again: " + why);
  }

  private void note(AgentCall call, String what) {
    progress.note(part.name() + "  " + call.agent() + "  " + what);
  }

  /// Never earlier than the moment itself.
  private static String shown(Instant moment) {
    Instant second = moment.truncatedTo(ChronoUnit.SECONDS);
    return TIME.format(second.equals(moment) ? second : second.plusSeconds(1));
  }
}
