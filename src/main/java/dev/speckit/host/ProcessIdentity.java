package dev.speckit.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One process, told apart from a later one that got the same number.
///
/// @param pid the number the system gave it
/// @param startedAt when it started; the system's own figure, good to about a hundredth of a second
public record ProcessIdentity(long pid, Instant startedAt) {
  /// The system derives a start from the time of boot, which moves when the clock is set.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /// This program.
  public static ProcessIdentity current() {
    ProcessHandle own = ProcessHandle.current();
    return of(own).orElseGet(() -> new ProcessIdentity(own.pid(), Instant.EPOCH));
  }

  /// Empty when the process is gone or is not ours to ask.
  public static Optional<ProcessIdentity> of(ProcessHandle handle) {
    return handle.info().startInstant().map(start -> new ProcessIdentity(handle.pid(), start));
  }

  /// Whether this very process still runs. One that ended and waits for its parent does not.
  public boolean isAlive() {
    return handle().isPresent();
  }

  /// Asks it to end. Nothing happens when it is gone already.
  public void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /// Waits for its end.
  ///
  /// @return whether it has ended within that time
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (isAlive()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      // The system tells nobody but a parent that a process has ended.
      Thread.sleep(10);
    }
    return true;
  }

  /// The process, when it still runs.
  Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> handle.info().startInstant().map(this::isSameStart).orElse(false))
        .filter(handle -> !ProcessTable.isEnded(handle.pid()));
  }

  private boolean isSameStart(Instant start) {
    return Duration.between(startedAt, start).abs().compareTo(TOLERANCE) <= 0;
  }
}
