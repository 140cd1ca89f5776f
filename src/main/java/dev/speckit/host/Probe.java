package dev.speckit.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One short question to a program: it gets a file as input or none, a deadline and a bound on what
/// is kept of its output. For programs that answer at once, such as `git` or `claude --version`;
/// agents at work have a custody of their own.
public final class Probe {
  private static final Duration STREAM_GRACE = Duration.ofSeconds(1);
  private static final int STACK_BYTES = 64 << 10;

  /// A terminal interrupts us and all that we started at once, and what we started may be the first
  /// to end of it.
  private static final Duration SIGNAL_GRACE = Duration.ofSeconds(1);

  private static final Set<Integer> ENDED_BY_SIGNAL = Set.of(128 + 1, 128 + 2, 128 + 15);

  /// The input of a program that gets none.
  static final Path NOTHING = Path.of("/dev/null");

  /// @param command the program as an absolute path, then its words
  /// @param directory where it runs
  /// @param environment all variables it gets; nothing is inherited
  /// @param deadline after it the program and its descendants are killed
  /// @param bytesMax how much of each stream is kept; the rest is read and dropped
  /// @param input the file it reads as standard input
  public record Request(
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Duration deadline,
      int bytesMax,
      Path input) {
    public Request {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    /// A program that gets no input.
    public Request(
        List<String> command,
        Path directory,
        Map<String, String> environment,
        Duration deadline,
        int bytesMax) {
      this(command, directory, environment, deadline, bytesMax, NOTHING);
    }
  }

  /// How it went.
  public sealed interface Ending {}

  /// It ended by itself.
  ///
  /// @param exit its exit status; 128 + n after signal n
  /// @param out standard output as UTF-8; what is no UTF-8 becomes U+FFFD
  /// @param error standard error, likewise
  /// @param truncated whether more than the bound was written to a stream
  public record Ended(int exit, String out, String error, boolean truncated) implements Ending {}

  /// It was killed at its deadline.
  public record Late(Duration deadline) implements Ending {}

  /// It could not be started.
  public record NotStarted(String why) implements Ending {}

  private Probe() {}

  /// Runs the program to its end or to the deadline; when this returns it no longer runs.
  ///
  /// @throws InterruptedException when cancelled; the program has been killed by then, or the
  ///   signal that cancels us has ended it
  public static Ending run(Request request) throws InterruptedException {
    return runAll(List.of(request)).getFirst();
  }

  /// Runs several programs at the same time; when this returns none of them runs.
  ///
  /// @return how each went, in the order of the requests
  /// @throws InterruptedException when cancelled; all have been killed by then
  public static List<Ending> runAll(List<Request> requests) throws InterruptedException {
    List<Started> started = new ArrayList<>();
    try {
      for (Request request : requests) {
        started.add(start(request));
      }
      List<Ending> endings = new ArrayList<>();
      for (Started one : started) {
        Ending ending =
            switch (one) {
              case Failed failed -> failed.ending();
              case Running running -> running.await();
            };
        if (isBySignal(ending)) {
          Thread.sleep(SIGNAL_GRACE);
        }
        endings.add(ending);
      }
      return List.copyOf(endings);
    } finally {
      for (Started one : started) {
        if (one instanceof Running running) {
          running.kill();
        }
      }
    }
  }

  /// Whether a signal from outside may have ended it, even before it was the program that was
  /// meant.
  private static boolean isBySignal(Ending ending) {
    return switch (ending) {
      case Ended ended -> ENDED_BY_SIGNAL.contains(ended.exit());
      case NotStarted not -> not.why().contains("spawn helper");
      case Late _ -> false;
    };
  }

  private static Started start(Request request) {
    ProcessBuilder builder = new ProcessBuilder(request.command());
    builder.directory(request.directory().toFile());
    builder.redirectInput(request.input().toFile());
    builder.environment().clear();
    builder.environment().putAll(request.environment());
    try {
      Process process = builder.start();
      return new Running(
          process,
          Pump.start(process.getInputStream(), request.bytesMax()),
          Pump.start(process.getErrorStream(), request.bytesMax()),
          request.deadline(),
          System.nanoTime());
    } catch (IOException failure) {
      return new Failed(new NotStarted(reason(request, failure)));
    }
  }

  private static String reason(Request request, IOException failure) {
    if (!Files.isDirectory(request.directory())) {
      return "the folder " + request.directory() + " is not there";
    }
    String message = failure.getMessage();
    return message == null ? "it could not be started" : message;
  }

  private sealed interface Started {}

  private record Failed(NotStarted ending) implements Started {}

  private record Running(
      Process process, Pump out, Pump error, Duration deadline, long startedNanos)
      implements Started {

    Ending await() throws InterruptedException {
      long left = deadline.toNanos() - (System.nanoTime() - startedNanos);
      if (!process.waitFor(left, TimeUnit.NANOSECONDS)) {
        return new Late(deadline);
      }
      // A descendant may hold the pipes for ever.
      out.join(STREAM_GRACE);
      error.join(STREAM_GRACE);
      return new Ended(
          process.exitValue(), out.text(), error.text(), out.truncated() || error.truncated());
    }

    /// Does nothing to a program that ended by itself. The wait ends at once: nothing survives
    /// KILL.
    void kill() {
      if (!process.isAlive()) {
        return;
      }
      List<ProcessHandle> descendants = process.descendants().toList();
      process.destroyForcibly();
      descendants.forEach(ProcessHandle::destroyForcibly);
      process.onExit().join();
    }
  }

  /// Reads one stream to its end, so that the program never blocks on a full pipe. A platform
  /// thread, because a read of a pipe pins the carrier of a virtual one.
  private static final class Pump implements Runnable {
    private final InputStream in;
    private final int bytesMax;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread thread;
    private boolean truncated;

    private Pump(InputStream in, int bytesMax) {
      this.in = in;
      this.bytesMax = bytesMax;
      this.thread = new Thread(null, this, "probe", STACK_BYTES);
      thread.setDaemon(true);
    }

    static Pump start(InputStream in, int bytesMax) {
      Pump pump = new Pump(in, bytesMax);
      pump.thread.start();
      return pump;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[8192];
      try (in) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          keep(buffer, read);
        }
      } catch (IOException _) {
        return;
      }
    }

    private synchronized void keep(byte[] buffer, int read) {
      int room = Math.min(read, bytesMax - kept.size());
      kept.write(buffer, 0, room);
      truncated |= room < read;
    }

    void join(Duration deadline) throws InterruptedException {
      // Whether it ended does not matter: what came until now is the answer.
      boolean _ = thread.join(deadline);
    }

    synchronized String text() {
      return kept.toString(StandardCharsets.UTF_8);
    }

    synchronized boolean truncated() {
      return truncated;
    }
  }
}
