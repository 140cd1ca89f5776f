package dev.speckit.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Work that a caller waits for while a thread of the store does it.
final class Job<T> {
  private enum Phase {
    WAITING,
    BEGUN,
    WITHDRAWN
  }

  final Work<T> work;
  final Durability durability;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable T result;
  private @Nullable Throwable failure;

  Job(Work<T> work, Durability durability) {
    this.work = work;
    this.durability = durability;
  }

  /// The caller's side. Interrupted before the work has begun, it is withdrawn and never runs;
  /// afterwards its end is awaited, and the thread stays interrupted.
  T await() throws InterruptedException {
    try {
      ended.await();
    } catch (InterruptedException interruption) {
      if (phase.compareAndSet(Phase.WAITING, Phase.WITHDRAWN)) {
        throw interruption;
      }
      awaitWithoutInterruption();
      Thread.currentThread().interrupt();
    }
    return outcome();
  }

  /// The store's side: false when the caller has gone. May be asked again before each repetition.
  boolean begin() {
    return phase.compareAndSet(Phase.WAITING, Phase.BEGUN) || phase.get() == Phase.BEGUN;
  }

  boolean isWithdrawn() {
    return phase.get() == Phase.WITHDRAWN;
  }

  /// Runs the work and keeps what came of it; nobody sees it before [#end].
  ///
  /// @return false when it failed
  boolean run(Transaction transaction) {
    result = null;
    failure = null;
    try {
      result = work.run(transaction);
      return true;
    } catch (RuntimeException | Error thrown) {
      failure = thrown;
      return false;
    }
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /// Lets the caller go on with what came of the work.
  void end() {
    ended.countDown();
  }

  /// Lets the caller go on with a failure of the store, whatever came of the work.
  void fail(Throwable thrown) {
    phase.compareAndSet(Phase.WAITING, Phase.BEGUN);
    failure = thrown;
    ended.countDown();
  }

  private void awaitWithoutInterruption() {
    boolean waiting = true;
    while (waiting) {
      try {
        ended.await();
        waiting = false;
      } catch (InterruptedException _) {
        // The caller is told after the end: a begun work has a result.
        waiting = true;
      }
    }
  }

  @SuppressWarnings("NullAway") // null only where the work itself gave it
  private T outcome() {
    if (failure instanceof RuntimeException thrown) {
      throw thrown;
    }
    if (failure instanceof Error thrown) {
      throw thrown;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return result;
  }
}
