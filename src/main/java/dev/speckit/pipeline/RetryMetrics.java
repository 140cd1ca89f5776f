package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.failure.Problem;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What asking again cost and brought, as journals tell it. A call is one agent asked for one thing
/// until it answered or was given up; a resume that gives new chances begins a new one. Attempts
/// that were cancelled count nowhere.
///
/// @param attempts in the order of their ends
/// @param calls how many there were
/// @param answeredFirst calls that the first attempt answered
/// @param answeredLater calls that a later attempt answered
/// @param permanentRetried attempts that followed a failure that cannot heal; anything but 0 is a
///   defect
record RetryMetrics(
    List<Attempt> attempts, int calls, int answeredFirst, int answeredLater, int permanentRetried) {
  /// Fewer attempts say nothing about a rate: one retry of three is no trouble.
  private static final int ATTEMPTS_MIN = 10;

  private static final int RETRIED_MIN = 5;
  private static final double RETRY_RATE_MAX = 0.2;
  private static final double RETRY_SUCCESS_MIN = 0.8;

  RetryMetrics {
    attempts = List.copyOf(attempts);
  }

  /// @param number of the agent's attempts of this call, 1-based
  /// @param max attempts that the run allows
  /// @param waitMillis from the end of the attempt before; null for the first
  record Attempt(
      String run,
      Part part,
      AgentName agent,
      int number,
      int max,
      @Nullable Long waitMillis,
      Outcome outcome) {
    boolean isRetryable() {
      return outcome == Outcome.RATE_LIMITED || outcome.again() != Outcome.Again.NEVER;
    }
  }

  /// The journal of one run.
  record RunJournal(String run, int attemptsMax, List<Run.Recorded> events) {}

  static RetryMetrics of(List<RunJournal> journals) {
    List<List<Attempt>> calls = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    for (RunJournal journal : journals) {
      Reading reading = new Reading(journal, calls, attempts);
      journal.events().forEach(reading::take);
    }
    int permanent = 0;
    for (List<Attempt> call : calls) {
      permanent +=
          (int) call.subList(0, call.size() - 1).stream().filter(one -> !one.isRetryable()).count();
    }
    return new RetryMetrics(
        attempts,
        calls.size(),
        (int) calls.stream().filter(call -> isAnswered(call.getFirst())).count(),
        (int) calls.stream().filter(call -> call.size() > 1 && isAnswered(call.getLast())).count(),
        permanent);
  }

  private static boolean isAnswered(Attempt attempt) {
    return attempt.outcome() == Outcome.ANSWERED;
  }

  /// Calls that nobody answered.
  int failed() {
    return calls - answeredFirst - answeredLater;
  }

  int retries() {
    return attempts.size() - calls;
  }

  /// Part of all attempts that were retries, 0 to 1; empty without attempts.
  Optional<Double> retryRate() {
    return attempts.isEmpty()
        ? Optional.empty()
        : Optional.of((double) retries() / attempts.size());
  }

  /// Calls that were asked again.
  int retried() {
    return Math.toIntExact(attempts.stream().filter(attempt -> attempt.number() == 2).count());
  }

  /// Part of the calls asked again that were answered, 0 to 1; empty when none was asked again.
  Optional<Double> retrySuccess() {
    return retried() == 0 ? Optional.empty() : Optional.of((double) answeredLater / retried());
  }

  /// Empty when nothing was waited for.
  Optional<Long> meanWaitMillis() {
    List<Long> waits =
        attempts.stream()
            .map(Attempt::waitMillis)
            .flatMap(java.util.stream.Stream::ofNullable)
            .toList();
    return waits.isEmpty()
        ? Optional.empty()
        : Optional.of(waits.stream().mapToLong(Long::longValue).sum() / waits.size());
  }

  /// How often each failure came.
  Map<String, Integer> classes() {
    Map<String, Integer> classes = new TreeMap<>();
    for (Attempt attempt : attempts) {
      if (!isAnswered(attempt)) {
        var _ = classes.merge(attempt.outcome().word(), 1, Integer::sum);
      }
    }
    return classes;
  }

  /// `11 rate-limited, 2 crashed`; the most frequent first.
  private String failures() {
    return classes().entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }

  /// What a person should look at.
  List<Problem> alerts() {
    List<Problem> alerts = new ArrayList<>();
    if (attempts.size() >= ATTEMPTS_MIN && retryRate().orElse(0.0) > RETRY_RATE_MAX) {
      alerts.add(
          Problem.of(
                  "many-retries",
                  retries()
                      + " of "
                      + attempts.size()
                      + " attempts were retries, more than a fifth; these failed: "
                      + failures())
              .remedy("`speckit metrics retry` shows of whom; look at their provider or program"));
    }
    if (retried() >= RETRIED_MIN && retrySuccess().orElse(1.0) < RETRY_SUCCESS_MIN) {
      alerts.add(
          Problem.of(
                  "retries-in-vain",
                  answeredLater + " of " + retried() + " calls that were asked again were answered")
              .remedy("`speckit metrics retry` shows of whom; what never heals is to be mended"));
    }
    if (permanentRetried > 0) {
      alerts.add(
          Problem.of(
                  "permanent-failure-retried",
                  permanentRetried
                      + (permanentRetried == 1 ? " attempt" : " attempts")
                      + " followed a failure that cannot heal")
              .remedy("this is a defect of speckit: please report it with the run's id"));
    }
    return alerts;
  }

  /// Takes one journal apart.
  private static final class Reading {
    private final RunJournal journal;
    private final List<List<Attempt>> calls;
    private final List<Attempt> attempts;
    private final Map<Key, List<Attempt>> open = new LinkedHashMap<>();
    private final Map<Key, Instant> startedAt = new LinkedHashMap<>();
    private final Map<Key, Instant> endedAt = new LinkedHashMap<>();

    Reading(RunJournal journal, List<List<Attempt>> calls, List<Attempt> attempts) {
      this.journal = journal;
      this.calls = calls;
      this.attempts = attempts;
    }

    private record Key(Part part, String input, AgentName agent) {}

    @SuppressWarnings("PatternMatchingInstanceof") // of all events three matter
    void take(Run.Recorded recorded) {
      if (recorded.event() instanceof RunEvent.Resumed) {
        open.clear();
        endedAt.clear();
      } else if (recorded.event() instanceof RunEvent.AttemptStarted started) {
        startedAt.put(new Key(started.part(), started.input(), started.agent()), recorded.at());
      } else if (recorded.event() instanceof RunEvent.AttemptEnded ended
          && ended.outcome() != Outcome.CANCELLED) {
        end(new Key(ended.part(), ended.input(), ended.agent()), ended.outcome(), recorded.at());
      }
    }

    private void end(Key key, Outcome outcome, Instant at) {
      List<Attempt> call = open.get(key);
      if (call == null) {
        call = new ArrayList<>();
        open.put(key, call);
        calls.add(call);
      }
      Attempt attempt =
          new Attempt(
              journal.run(),
              key.part(),
              key.agent(),
              call.size() + 1,
              journal.attemptsMax(),
              millis(endedAt.get(key), startedAt.get(key)),
              outcome);
      call.add(attempt);
      attempts.add(attempt);
      endedAt.put(key, at);
    }

    /// A clock that was set back measures nothing.
    private static @Nullable Long millis(@Nullable Instant from, @Nullable Instant to) {
      return from == null || to == null || to.isBefore(from)
          ? null
          : Duration.between(from, to).toMillis();
    }
  }
}
