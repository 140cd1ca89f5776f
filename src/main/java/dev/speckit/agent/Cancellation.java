package dev.speckit.agent;

import org.jspecify.annotations.Nullable;

/// Interrupts a thread only where it waits, never while a listener records what happened.
final class Cancellation {
  private @Nullable Thread waiting;
  private boolean requested;

  /// Called before a wait.
  ///
  /// @throws InterruptedException when it was already cancelled
  synchronized void enter() throws InterruptedException {
    if (requested) {
      throw new InterruptedException();
    }
    waiting = Thread.currentThread();
  }

  /// Called after a wait; an interruption that came too late is taken back.
  synchronized void leave() {
    waiting = null;
    if (requested) {
      var _ = Thread.interrupted();
    }
  }

  synchronized void request() {
    requested = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }
}
