package dev.speckit.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

  /// One whose number nobody else can have yet, because this program has not given it back.
  static Optional<ProcessIdentity> ofChild(Process process) {
    return ProcessTable.row(process.pid())
        .flatMap(ProcessTable::startedAt)
        .map(start -> new ProcessIdentity(process.pid(), start))
        .or(() -> of(process.toHandle()));
  }

  /// Whether this very process still runs. One that ended and waits for its parent does not.
  public boolean isAlive() {
    return handle().isPresent();
  }

  /// Asks this very process to end (SIGTERM). Nothing happens when it is gone.
  public void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /// Waits for its end.
  ///
  /// @return false when it still ran after `patience`
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    Optional<ProcessHandle> running = handle();
    if (running.isEmpty()) {
      return true;
    }
    try {
      running.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return !isAlive();
    } catch (ExecutionException failure) {
      throw new IllegalStateException("the end of a process cannot be awaited", failure);
    }
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
