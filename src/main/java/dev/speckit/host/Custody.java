package dev.speckit.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Runs one untrusted program to its end, and ends everything that came of it.
///
/// The program gets a session of its own and reads its input from a file, so nobody has to write to
/// it while it runs. One small platform thread reads its output, because a thread that waits in a
/// pipe holds its carrier; the caller's thread, virtual or not, waits on a condition.
public final class Custody {
  /// How often something without an event is looked at: bytes in the error file, a lost exit.
  private static final Duration TICK = Duration.ofMillis(250);

  /// How long a pipe may stay open after the program has ended, because one of its children still
  /// writes.
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private static final long ERROR_BYTES_MAX = 8L << 20;
  private static final int READER_STACK_BYTES = 256 << 10;

  /// As many as there are programs; one that has nothing to read waits a moment for the next.
  private static final Executor READERS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform()
              .daemon()
              .name("output of a program ", 0)
              .stackSize(READER_STACK_BYTES)
              .factory());

  private final Launch launch;
  private final Watcher watcher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean cancelled;

  private Custody(Launch launch, Watcher watcher) {
    this.launch = launch;
    this.watcher = watcher;
  }

  /// What to start.
  ///
  /// @param environment all of it; nothing is inherited
  /// @param input file that becomes stdin
  /// @param output file that gets what the filter leaves of stdout
  /// @param errors file that gets what the filter leaves of stderr, when the program has ended
  /// @param outputFilter used by this launch only
  /// @param errorFilter used by this launch only
  /// @param lines told of each line of stdout, or null; then a line is a sign of life, a byte is
  ///   not
  /// @param marks names of variables that together tell this program's descendants from all others
  public record Launch(
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Path input,
      Path output,
      Path errors,
      OutputFilter outputFilter,
      OutputFilter errorFilter,
      @Nullable OutputLines lines,
      Set<String> marks,
      Bounds bounds) {
    public Launch {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      marks = Set.copyOf(marks);
    }
  }

  /// @param first from start to the first byte
  /// @param idle from one piece of output to the next
  /// @param total from start to end
  /// @param grace from the final event to the end
  /// @param outputBytesMax bytes of stdout that are kept; more stops the program
  /// @param linesMax lines it may write; more stops it, where lines are read at all
  public record Bounds(
      Duration first,
      Duration idle,
      Duration total,
      Duration grace,
      long outputBytesMax,
      long linesMax) {
    /// For a program that has only one time to keep.
    public static Bounds within(Duration total, long outputBytesMax) {
      return new Bounds(total, total, total, total, outputBytesMax, Long.MAX_VALUE);
    }
  }

  /// Told on the caller's thread. What it throws ends the program and reaches the caller.
  public interface Watcher {
    void started(ProcessIdentity process);

    /// The first output, then at most once each quarter of a second while more comes.
    void output(long bytes);
  }

  /// Why it is over. Only [#EXITED] was the program's own doing.
  public enum Stop {
    EXITED,
    /// It had said its last word and did not leave within the grace.
    LINGERED,
    NO_OUTPUT,
    IDLE,
    TOTAL,
    FLOODED,
    /// It repeats itself without end, or wrote more lines than allowed.
    LOOPING,
    CANCELLED
  }

  /// How it ended.
  public sealed interface Ending {
    /// @param missing whether there is no such executable; else the system refused to start it
    record NotStarted(boolean missing, String why) implements Ending {}

    /// @param exitCode 128 and more for a signal; null when it could not be learned
    /// @param runningNanos `System.nanoTime` when it was running
    /// @param firstOutputNanos `System.nanoTime` of the first byte, or null
    /// @param outputBytes all bytes it wrote to stdout
    /// @param truncated whether the output file lacks some of them
    /// @param outputSha256 of the output file
    /// @param left processes that could not be ended
    record Ended(
        Stop stop,
        @Nullable Integer exitCode,
        ProcessIdentity process,
        long runningNanos,
        @Nullable Long firstOutputNanos,
        long outputBytes,
        boolean truncated,
        String outputSha256,
        List<Long> left)
        implements Ending {}
  }

  /// Starts, waits and cleans up. Returns only when nothing that it started is left, or cannot be
  /// ended. An interruption ends the program with [Stop#CANCELLED] and is not set again.
  ///
  /// @throws dev.speckit.failure.Failure.Unavailable when the output cannot be kept on disk
  public static Ending run(Launch launch, Watcher watcher) {
    return new Custody(launch, watcher).run();
  }

  private Ending run() {
    Optional<Path> executable =
        Programs.find(
            launch.command().getFirst(),
            launch.directory(),
            launch.environment().getOrDefault("PATH", ""));
    if (executable.isEmpty()) {
      return new Ending.NotStarted(
          true, "no executable file `" + launch.command().getFirst() + "`");
    }
    try (NamelessFile errors = NamelessFile.beside(launch.errors());
        KeptFile output = KeptFile.make(launch.output())) {
      return run(executable.get(), Spawning.chosen(), errors, output);
    }
  }

  private Ending run(Path executable, Spawner spawner, NamelessFile errors, KeptFile output) {
    long ticks = ProcessTable.nowTicks();
    long startNanos = System.nanoTime();
    Process process;
    try {
      process = Spawning.start(program(executable, errors));
    } catch (IOException failure) {
      return new Ending.NotStarted(false, String.valueOf(failure.getMessage()));
    } finally {
      errors.dropName();
    }
    long runningNanos = System.nanoTime();
    Household household = new Household(process.toHandle(), spawner.ownSession(), ticks, marks());
    OutputPump pump =
        new OutputPump(
            process.getInputStream(),
            output,
            launch.outputFilter(),
            launch.bounds().outputBytesMax(),
            launch.lines(),
            launch.bounds().linesMax(),
            this::wake);
    List<Long> left = List.of();
    Stop stop = Stop.CANCELLED;
    ProcessIdentity identity;
    boolean read = false;
    try {
      identity =
          ProcessIdentity.ofChild(process)
              .orElseGet(() -> new ProcessIdentity(process.pid(), java.time.Instant.EPOCH));
      READERS.execute(() -> read(pump, spawner, process));
      read = true;
      var _ = process.onExit().thenRun(this::wake);
      watcher.started(identity);
      stop = await(process, pump, errors, runningNanos);
    } finally {
      boolean gone = !process.isAlive() && household.isSurelyGone(startNanos);
      left = gone ? List.of() : household.end();
      spawner.release(process);
      if (!read) {
        pump.close();
        spawner.attend(process);
      }
      finish(pump, process);
    }
    errors.copyTo(launch.errors(), ERROR_BYTES_MAX, launch.errorFilter());
    pump.failure()
        .ifPresent(failure -> {
          throw Disk.unavailable(launch.output(), "could not be written", failure);
        });
    return new Ending.Ended(
        cancelled ? Stop.CANCELLED : stop,
        process.isAlive() || process.exitValue() < 0 ? null : process.exitValue(),
        identity,
        runningNanos,
        pump.firstNanos(),
        pump.bytes(),
        pump.truncated(),
        pump.sha256(),
        left);
  }

  /// Wakes whoever waits once for both ends, that of the output and that of the program, where
  /// these come together.
  private void read(OutputPump pump, Spawner spawner, Process process) {
    try {
      pump.run();
    } finally {
      spawner.attend(process);
      wake();
    }
  }

  private Spawner.Program program(Path executable, NamelessFile errors) {
    return new Spawner.Program(
        executable.toAbsolutePath(),
        launch.command().subList(1, launch.command().size()),
        launch.directory().toAbsolutePath(),
        launch.environment(),
        launch.input().toAbsolutePath(),
        errors.path().toAbsolutePath());
  }

  private Set<String> marks() {
    return launch.marks().stream()
        .map(name -> name + "=" + launch.environment().getOrDefault(name, ""))
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /// Until the program has ended and its pipe is closed, or a clock or bound says stop.
  private Stop await(Process process, OutputPump pump, NamelessFile errors, long runningNanos) {
    long reported = 0;
    long reportedNanos = 0;
    long exitedNanos = 0;
    while (true) {
      long now = System.nanoTime();
      boolean exited = !process.isAlive();
      if (exited && pump.isEnded()) {
        return ended(pump);
      }
      if (exited && exitedNanos == 0) {
        exitedNanos = now;
      }
      long deadline = exited ? exitedNanos + DRAIN.toNanos() : deadline(pump, runningNanos);
      Optional<Stop> stop = stop(pump, errors, exited, deadline - now, runningNanos, now);
      if (stop.isPresent()) {
        return stop.get();
      }
      long bytes = pump.bytes();
      if (bytes > reported && (reported == 0 || now - reportedNanos >= TICK.toNanos())) {
        watcher.output(bytes);
        reported = bytes;
        reportedNanos = now;
      }
      if (!pause(Math.min(TICK.toNanos(), deadline - now), process, pump, reported, exited)) {
        return Stop.CANCELLED;
      }
    }
  }

  private static Stop ended(OutputPump pump) {
    if (pump.isFlooded()) {
      return Stop.FLOODED;
    }
    return pump.isLooping() ? Stop.LOOPING : Stop.EXITED;
  }

  private long deadline(OutputPump pump, long runningNanos) {
    Bounds bounds = launch.bounds();
    long total = runningNanos + bounds.total().toNanos();
    Long finished = pump.finishedNanos();
    if (finished != null) {
      return Math.min(total, finished + bounds.grace().toNanos());
    }
    Long first = pump.firstNanos();
    long silence =
        first == null
            ? runningNanos + bounds.first().toNanos()
            : pump.lastNanos() + bounds.idle().toNanos();
    return Math.min(total, silence);
  }

  private Optional<Stop> stop(
      OutputPump pump,
      NamelessFile errors,
      boolean exited,
      long remaining,
      long runningNanos,
      long now) {
    if (pump.isFlooded() || errors.size() > ERROR_BYTES_MAX) {
      return Optional.of(Stop.FLOODED);
    }
    if (pump.isLooping()) {
      return Optional.of(Stop.LOOPING);
    }
    if (pump.failure().isPresent()) {
      return Optional.of(Stop.CANCELLED);
    }
    if (remaining > 0) {
      return Optional.empty();
    }
    if (exited) {
      return Optional.of(Stop.EXITED);
    }
    if (pump.finishedNanos() != null) {
      return Optional.of(Stop.LINGERED);
    }
    if (now - runningNanos >= launch.bounds().total().toNanos()) {
      return Optional.of(Stop.TOTAL);
    }
    return Optional.of(pump.firstNanos() == null ? Stop.NO_OUTPUT : Stop.IDLE);
  }

  /// @return false when the thread was interrupted
  @SuppressWarnings("WaitNotInLoop") // The caller looks at everything again, whatever woke it.
  private boolean pause(
      long nanos, Process process, OutputPump pump, long reported, boolean exited) {
    lock.lock();
    try {
      boolean news =
          (pump.isEnded() && !process.isAlive())
              || (!exited && !process.isAlive())
              || pump.isFlooded()
              || pump.isLooping()
              || (reported == 0 && pump.bytes() > 0);
      if (!news && nanos > 0) {
        var _ = changed.awaitNanos(nanos);
      }
      return !Thread.interrupted();
    } catch (InterruptedException _) {
      // Told to the caller as the outcome of the run.
      cancelled = true;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What is still in the pipe is read; a pipe held open by a process that escaped is left.
  private void finish(OutputPump pump, Process process) {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    lock.lock();
    try {
      while (!pump.isEnded() && System.nanoTime() < deadline) {
        try {
          var _ = changed.awaitNanos(Math.min(TICK.toNanos(), deadline - System.nanoTime()));
        } catch (InterruptedException _) {
          cancelled = true;
        }
      }
      while (process.isAlive() && System.nanoTime() < deadline) {
        try {
          var _ = changed.awaitNanos(Duration.ofMillis(5).toNanos());
        } catch (InterruptedException _) {
          cancelled = true;
        }
      }
    } finally {
      lock.unlock();
    }
    pump.close();
  }
}
