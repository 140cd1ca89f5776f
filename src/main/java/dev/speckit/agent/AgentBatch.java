package dev.speckit.agent;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Faults;
import dev.speckit.host.Host;
import dev.speckit.spec.KnownSecrets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Asks several agents at the same time and owns every process that comes of it: it returns only
/// when all of them have ended.
public final class AgentBatch {
  private final Host host;
  private final Traffic traffic;

  /// A batch that shares nothing with others.
  public AgentBatch(Host host) {
    this(host, new Traffic(Traffic.Limits.NONE));
  }

  /// @param traffic shared by all batches of the program
  public AgentBatch(Host host, Traffic traffic) {
    this.host = host;
    this.traffic = traffic;
  }

  /// Asks all agents and waits for the end of every attempt.
  ///
  /// @return one result for each call, in the order of the calls
  /// @throws Failure.Usage when a fault is to be injected that there is not; nothing was started
  /// @throws Failure.NeedsApproval when a definition is not trusted; nothing was started
  /// @throws InterruptedException when cancelled; the attempts under way were ended, and reported
  ///   to the listener as cancelled
  public List<AgentResult> run(List<AgentCall> calls, BatchLimits limits, AttemptListener listener)
      throws InterruptedException {
    refuseUntrusted(calls);
    refuseTwins(calls);
    AgentConversation.Circumstances circumstances =
        new AgentConversation.Circumstances(
            host,
            secrets(calls),
            Faults.of(host),
            traffic,
            new Semaphore(limits.parallelMax(), true),
            System.nanoTime() + limits.total().toNanos());
    List<AgentConversation> all =
        calls.stream()
            .map(call -> new AgentConversation(call, circumstances, limits, listener))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> asked =
          all.stream().<Future<?>>map(one -> threads.submit(() -> ask(one, all, limits))).toList();
      warm(threads, calls);
      await(asked, all);
    }
    return all.stream().map(AgentConversation::result).toList();
  }

  /// What this process holds, and so the agents': their environments are parts of ours. Found once
  /// for all: what finds it can take megabytes.
  private KnownSecrets secrets(List<AgentCall> calls) {
    Set<String> keys = new HashSet<>();
    for (AgentCall call : calls) {
      call.definition().secretVariable().ifPresent(keys::add);
    }
    return KnownSecrets.of(host.environment(), keys);
  }

  private static void ask(AgentConversation one, List<AgentConversation> all, BatchLimits limits) {
    one.run();
    if (limits.failFast() && !one.isRefusedLeave() && one.result().answered().isEmpty()) {
      all.forEach(AgentConversation::cancel);
    }
  }

  private static void await(List<Future<?>> asked, List<AgentConversation> all)
      throws InterruptedException {
    try {
      for (Future<?> one : asked) {
        var _ = one.get();
      }
    } catch (InterruptedException cancelled) {
      all.forEach(AgentConversation::cancel);
      throw cancelled;
    } catch (ExecutionException defect) {
      throw new IllegalStateException("a batch lost an attempt", defect.getCause());
    }
  }

  /// The schema library takes longer to load than an agent may take to be recorded after its end;
  /// while children run there is time.
  private static void warm(ExecutorService threads, List<AgentCall> calls) {
    for (Subject subject : calls.stream().map(call -> call.task().subject()).distinct().toList()) {
      var _ = threads.submit(() -> AnswerValidation.warm(subject));
    }
  }

  private static void refuseUntrusted(List<AgentCall> calls) {
    List<Problem> problems =
        calls.stream()
            .filter(call -> !call.trusted())
            .map(call ->
                Problem.of(
                        "untrusted-agent",
                        "the agent "
                            + call.agent()
                            + " would start "
                            + "`"
                            + call.definition().action()
                            + "`"
                            + ", which nobody has allowed")
                    .remedy("read the project's settings, then run `speckit trust`"))
            .toList();
    if (!problems.isEmpty()) {
      throw new Failure.NeedsApproval(problems.toArray(Problem[]::new));
    }
  }

  /// One folder holds one attempt; and what an attempt leaves behind is told from another's by run,
  /// subject and agent: of two that share all three, the first to end would end the other.
  private static void refuseTwins(List<AgentCall> calls) {
    Set<Path> folders = new HashSet<>();
    Set<List<Object>> marks = new HashSet<>();
    for (AgentCall call : calls) {
      AgentTask task = call.task();
      if (!folders.add(call.attemptFolder(call.firstAttempt()))
          || !marks.add(List.of(task.run(), task.subject(), call.agent()))) {
        throw new IllegalArgumentException("asked twice: " + call.agent());
      }
    }
  }
}
