package dev.speckit.agent;

import dev.speckit.host.Faults;
import dev.speckit.host.Host;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.retry.Breaker;
import dev.speckit.spec.KnownSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One call of a batch: its attempts one after another, and the waits between them. While it waits
/// it holds no place.
final class AgentConversation {
  private final AgentCall call;
  private final Circumstances circumstances;
  private final BatchLimits limits;
  private final AttemptListener listener;
  private final Traffic.Provider provider;
  private final Traffic.Account account;
  private final NextAttempt next;
  private final Cancellation cancellation = new Cancellation();
  private final List<AttemptResult> attempts = new ArrayList<>();

  /// Whether it holds one of the places for those who are being started.
  private boolean starting;

  private @Nullable RuntimeException failure;

  private volatile boolean refusedLeave;

  /// What the calls of a batch share.
  ///
  /// @param places of the batch
  record Circumstances(
      Host host,
      KnownSecrets secrets,
      Faults faults,
      Traffic traffic,
      Semaphore places,
      long deadlineNanos) {
    Duration remaining() {
      return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }
  }

  AgentConversation(
      AgentCall call, Circumstances circumstances, BatchLimits limits, AttemptListener listener) {
    this.call = call;
    this.circumstances = circumstances;
    this.limits = limits;
    this.listener = listener;
    ProviderAccount asked = call.definition().account();
    this.provider = circumstances.traffic().provider(asked.provider());
    this.account = circumstances.traffic().account(asked);
    this.next =
        new NextAttempt(
            limits.attemptsMax(),
            call.spent(),
            limits.total(),
            circumstances.traffic().patience(),
            circumstances.host().random(),
            provider.budget());
  }

  void cancel() {
    cancellation.request();
  }

  /// Whether its listener refused an attempt: that says nothing about the agent.
  boolean isRefusedLeave() {
    return refusedLeave;
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
    while (true) {
      int number = call.firstAttempt() + attempts.size();
      Optional<Breaker.Allowed> admitted = admitted(number);
      if (admitted.isEmpty()) {
        return;
      }
      Attempt attempt = attempt(number, prompt);
      Attempt.Report report;
      switch (inPlace(admitted.get(), attempt, number)) {
        case Try.NoPlace _ -> {
          listener.givenUp(call, "no place came free before the deadline");
          return;
        }
        case Try.NoLeave _ -> {
          refusedLeave = true;
          return;
        }
        case Try.Made(Attempt.Report made) -> report = made;
      }
      keep(report.result());
      listener.ended(call, report.result());
      attempt.clean();
      report.listenerFailure().ifPresent(this::fail);
      if (failure != null || !goesOn(report, number)) {
        return;
      }
      prompt =
          report.result().outcome() == Outcome.SCHEMA_INVALID
              ? Prompt.repair(call.task().prompt(), report.text(), report.rejected())
              : prompt;
    }
  }

  /// Waits for what has to pass before the next attempt.
  ///
  /// @return false when there is none
  private boolean goesOn(Attempt.Report report, int number) throws InterruptedException {
    AttemptResult result = report.result();
    Instant now = circumstances.host().clock().instant();
    switch (next.after(result.outcome(), result.retryAt(), now, circumstances.remaining())) {
      case NextAttempt.Step.Again(Duration wait) -> {
        listener.retrying(call, number + 1, wait, result.reason());
        pause(wait);
        return true;
      }
      case NextAttempt.Step.Repair _ -> {
        listener.retrying(call, number + 1, Duration.ZERO, result.reason());
        return true;
      }
      case NextAttempt.Step.Park(Duration wait, Instant until, boolean assumed) -> {
        if (!limits.parks()) {
          return false;
        }
        account.quiet(wait, until, assumed);
        return true;
      }
      case NextAttempt.Step.End(String why) -> {
        if (!why.isEmpty()) {
          listener.givenUp(call, why);
        }
        return false;
      }
    }
  }

  /// Waits until the provider may be asked.
  ///
  /// A breaker that is open is waited for when it closes before the deadline: half a minute costs
  /// less than an agent that is missing. The same holds for a rate limit.
  ///
  /// @return empty when that is after the deadline; then it was said why
  private Optional<Breaker.Allowed> admitted(int number) throws InterruptedException {
    while (true) {
      Optional<Traffic.Limit> limit = account.limit();
      if (limit.isPresent()) {
        String until =
            "rate limited until " + NextAttempt.shown(limit.get().until(), limit.get().assumed());
        if (!inTime(limit.get().pause())) {
          return refused(number, Outcome.RATE_LIMITED, until + ", after the deadline");
        }
        listener.parked(call, number, limit.get().until(), limit.get().assumed());
        pause(limit.get().pause());
        continue;
      }
      switch (account.breaker().enter()) {
        case Breaker.Allowed allowed -> {
          return booked(allowed, number);
        }
        case Breaker.Rejected(String why, Duration wait) -> {
          if (!inTime(wait)) {
            return refused(
                number, Outcome.OVERLOADED, "not asked, nor before the deadline: " + why);
          }
          listener.heldBack(call, number, wait, why);
          await(wait);
        }
      }
    }
  }

  private Optional<Breaker.Allowed> booked(Breaker.Allowed allowed, int number)
      throws InterruptedException {
    boolean kept = false;
    try {
      Optional<Duration> wait = provider.book(circumstances.remaining());
      if (wait.isEmpty()) {
        return refused(
            number, Outcome.RATE_LIMITED, "`per_minute` leaves no call before the deadline");
      }
      if (wait.get().isPositive()) {
        listener.heldBack(call, number, wait.get(), "`per_minute` of its provider");
        pause(wait.get());
      }
      kept = true;
      return Optional.of(allowed);
    } finally {
      if (!kept) {
        account.breaker().ended(allowed);
      }
    }
  }

  private boolean inTime(Duration wait) {
    return wait.compareTo(circumstances.remaining()) < 0;
  }

  /// What earlier attempts said stands; without one there is a record that nobody was asked.
  private Optional<Breaker.Allowed> refused(int number, Outcome outcome, String why) {
    if (attempts.isEmpty()) {
      AttemptResult result =
          NotAsked.record(
              call, number, outcome, why, circumstances.host(), circumstances.secrets(), listener);
      keep(result);
      listener.ended(call, result);
    } else {
      listener.givenUp(call, why);
    }
    return Optional.empty();
  }

  private Attempt attempt(int number, String prompt) {
    return new Attempt(
        call,
        number,
        prompt,
        circumstances
            .faults()
            .strike(call.agent().value(), call.task().subject().word(), number)
            .orElse(null),
        circumstances.secrets(),
        circumstances.host(),
        limits.stdoutBytesMax(),
        new StartListener());
  }

  /// What came of the wish to make an attempt.
  private sealed interface Try {
    record Made(Attempt.Report report) implements Try {}

    record NoPlace() implements Try {}

    record NoLeave() implements Try {}
  }

  /// At most so many children at once; the others wait for a place.
  private Try inPlace(Breaker.Allowed allowed, Attempt attempt, int number)
      throws InterruptedException {
    List<Semaphore> held = new ArrayList<>();
    Outcome outcome = Outcome.CANCELLED;
    try {
      // Always in this order, so that nobody holds what another waits for while it waits itself.
      for (Semaphore place :
          List.of(provider.places(), circumstances.traffic().places(), circumstances.places())) {
        if (!acquired(place)) {
          return new Try.NoPlace();
        }
        held.add(place);
      }
      starting = acquired(circumstances.traffic().starts());
      if (!starting) {
        return new Try.NoPlace();
      }
      if (listener.leave(call, number, call.attemptFolder(number), attempt.promptBytes())
          instanceof AttemptListener.Leave.Refused) {
        return new Try.NoLeave();
      }
      provider.budget().called();
      Attempt.Report report = attempt.run(cancellation, circumstances.deadlineNanos());
      outcome = report.result().outcome();
      return new Try.Made(report);
    } finally {
      started();
      held.forEach(Semaphore::release);
      account.ended(allowed, outcome, call.definition() instanceof AgentDefinition.Cli);
    }
  }

  private boolean acquired(Semaphore place) throws InterruptedException {
    cancellation.enter();
    try {
      return place.tryAcquire(
          Math.max(1, circumstances.remaining().toNanos()), TimeUnit.NANOSECONDS);
    } finally {
      cancellation.leave();
    }
  }

  private void started() {
    if (starting) {
      starting = false;
      circumstances.traffic().starts().release();
    }
  }

  /// Lets the next one start as soon as this one runs.
  private final class StartListener implements AttemptListener {
    @Override
    public void starting(AgentCall asked, int number, Path folder) {
      listener.starting(call, number, folder);
    }

    @Override
    public void started(AgentCall asked, int number, ProcessIdentity process) {
      AgentConversation.this.started();
      listener.started(call, number, process);
    }

    @Override
    public void output(AgentCall asked, int number, long bytes) {
      listener.output(call, number, bytes);
    }
  }

  private void await(Duration wait) throws InterruptedException {
    cancellation.enter();
    try {
      account.breaker().await(wait);
    } finally {
      cancellation.leave();
    }
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
