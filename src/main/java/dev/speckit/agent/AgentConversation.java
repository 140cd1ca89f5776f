package dev.speckit.agent;

import dev.speckit.host.Host;
import dev.speckit.retry.Classified;
import dev.speckit.retry.RetryPolicy;
import dev.speckit.spec.KnownSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One call of a batch: its attempts one after another, and the waits between them.
final class AgentConversation {
  private static final Duration WAIT_FIRST = Duration.ofMillis(500);
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final double WAIT_FACTOR = 2;
  private static final double WAIT_JITTER = 0.5;

  private final AgentCall call;
  private final KnownSecrets secrets;
  private final Host host;
  private final BatchLimits limits;
  private final long deadlineNanos;
  private final long startNanos = System.nanoTime();
  private final Semaphore places;
  private final AttemptListener listener;
  private final RetryPolicy policy;
  private final Cancellation cancellation = new Cancellation();
  private final List<AttemptResult> attempts = new ArrayList<>();
  private @Nullable RuntimeException failure;

  AgentConversation(
      AgentCall call,
      KnownSecrets secrets,
      Host host,
      BatchLimits limits,
      long deadlineNanos,
      Semaphore places,
      AttemptListener listener) {
    this.call = call;
    this.secrets = secrets;
    this.host = host;
    this.limits = limits;
    this.deadlineNanos = deadlineNanos;
    this.places = places;
    this.listener = listener;
    this.policy =
        new RetryPolicy(
            limits.attemptsMax(), WAIT_FIRST, WAIT_FACTOR, WAIT_MAX, WAIT_JITTER, limits.total());
  }

  void cancel() {
    cancellation.request();
  }

  synchronized AgentResult result() {
    return new AgentResult(call.agent(), attempts, failure);
  }

  /// Returns when nothing of it runs any more. Never throws.
  void run() {
    try {
      converse();
    } catch (InterruptedException _) {
      // Cancelled between two attempts: what was said before stands.
      return;
    } catch (RuntimeException thrown) {
      fail(thrown);
    }
  }

  private void converse() throws InterruptedException {
    String prompt = call.task().prompt();
    int unknowns = 0;
    while (true) {
      int number = call.firstAttempt() + attempts.size();
      Attempt attempt =
          new Attempt(call, number, prompt, secrets, host, limits.stdoutBytesMax(), listener);
      Attempt.Report report = inPlace(attempt);
      keep(report.result());
      listener.ended(call, report.result());
      attempt.clean();
      report.listenerFailure().ifPresent(this::fail);
      Outcome outcome = report.result().outcome();
      Classified classified = classify(outcome);
      unknowns += classified.decision() == Classified.Decision.RETRY_ONCE ? 1 : 0;
      Optional<Duration> wait =
          failure == null ? next(outcome, classified, unknowns) : Optional.empty();
      if (wait.isEmpty()) {
        return;
      }
      listener.retrying(call, number + 1, wait.get(), report.result().reason());
      pause(wait.get());
      prompt =
          outcome == Outcome.SCHEMA_INVALID
              ? Prompt.repair(call.task().prompt(), report.text(), report.rejected())
              : prompt;
    }
  }

  /// At most so many children at once; the others wait for a place.
  private Attempt.Report inPlace(Attempt attempt) throws InterruptedException {
    cancellation.enter();
    try {
      if (!places.tryAcquire(
          Math.max(1, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        throw new InterruptedException();
      }
    } finally {
      cancellation.leave();
    }
    try {
      return attempt.run(cancellation, deadlineNanos);
    } finally {
      places.release();
    }
  }

  private Optional<Duration> next(Outcome outcome, Classified classified, int unknowns) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    Optional<Duration> wait =
        policy.next(classified, call.spent() + attempts.size(), unknowns, elapsed, host.random());
    // A repair turn is a new question, not the old one again: nothing has to recover first.
    return outcome == Outcome.SCHEMA_INVALID ? wait.map(_ -> Duration.ZERO) : wait;
  }

  private static Classified classify(Outcome outcome) {
    return switch (outcome.again()) {
      case TO_THE_LIMIT -> Classified.retry();
      case ONCE -> Classified.retryOnce();
      case NEVER -> Classified.stop();
    };
  }

  private void pause(Duration wait) throws InterruptedException {
    cancellation.enter();
    try {
      Thread.sleep(wait);
    } finally {
      cancellation.leave();
    }
  }

  private synchronized void keep(AttemptResult result) {
    attempts.add(result);
  }

  private synchronized void fail(RuntimeException thrown) {
    if (failure == null) {
      failure = thrown;
    }
  }
}
