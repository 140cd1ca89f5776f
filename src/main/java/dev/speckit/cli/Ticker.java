package dev.speckit.cli;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Does something again and again on a thread of its own until closed.
final class Ticker implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private boolean closed;

  Ticker(Duration pause, Runnable tick) {
    Thread.ofVirtual().name("progress").start(() -> run(pause, tick));
  }

  private void run(Duration pause, Runnable tick) {
    try {
      while (!waitForClose(pause)) {
        tick.run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean waitForClose(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!closed && left > 0) {
        left = closing.awaitNanos(left);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
