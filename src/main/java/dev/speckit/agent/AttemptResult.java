package dev.speckit.agent;

import dev.speckit.host.ProcessIdentity;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How one attempt ended, and what it cost in time.
///
/// @param attempt 1-based
/// @param answer present exactly when the outcome is answered
/// @param answerJson the answer's JSON as the agent gave it, unknown fields included, indented
/// @param reason one sentence for a person: why this outcome, and where the raw text is
/// @param folder prompt, raw output and answer of this attempt
/// @param startedAt when it was decided to start it
/// @param firstOutputAt first byte on stdout; null when there was none
/// @param exitCode null when nothing was started, or when we ended it before it said one
/// @param stdoutBytes all bytes the process wrote, also those not kept
/// @param truncated whether `stdout.raw` lacks a part of them
/// @param process null when nothing was started
/// @param promptSha256 of the prompt of this very attempt, repair included
/// @param processStartMillis from the decision to a running process; null when none ran
/// @param firstOutputMillis from the decision to the first byte; null when there was none
/// @param totalMillis from the decision to the end of everything it started
/// @param model that answered, as the program says; null when it does not
/// @param session under which the program keeps the conversation; null when it does not say
/// @param retryAt before which the provider does not want to be asked again; null when it did not
///   say
public record AttemptResult(
    AgentName agent,
    Subject subject,
    int attempt,
    Outcome outcome,
    @Nullable Answer answer,
    @Nullable String answerJson,
    String reason,
    Path folder,
    Instant startedAt,
    @Nullable Instant firstOutputAt,
    Instant endedAt,
    @Nullable Integer exitCode,
    long stdoutBytes,
    boolean truncated,
    @Nullable ProcessIdentity process,
    String promptSha256,
    @Nullable Long processStartMillis,
    @Nullable Long firstOutputMillis,
    long totalMillis,
    Usage usage,
    @Nullable String model,
    @Nullable String session,
    @Nullable Instant retryAt) {
  public AttemptResult {
    if ((outcome == Outcome.ANSWERED) != (answer != null)) {
      throw new IllegalArgumentException(outcome + " with answer " + answer);
    }
  }

  public boolean isAnswered() {
    return outcome == Outcome.ANSWERED;
  }
}
