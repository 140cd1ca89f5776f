package dev.speckit.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Programs of the user's machine that are trusted to behave, such as git: started, read and waited
/// for in one call.
public final class Programs {
  private static final int ERROR_BYTES_MAX = 64 << 10;
  private static final String STANDARD_PATH = "/usr/local/bin:/usr/bin:/bin";

  private Programs() {}

  /// How a program ended.
  public sealed interface Capture {
    /// @param out what it wrote to stdout, at most the bound
    /// @param errors the end of what it wrote to stderr, at most 64 KiB
    /// @param truncated whether `out` lacks a part
    record Ended(int exit, byte[] out, String errors, boolean truncated) implements Capture {
      public String text() {
        return new String(out, StandardCharsets.UTF_8);
      }
    }

    record NotFound(String program) implements Capture {}

    record NotStarted(String why) implements Capture {}

    record TimedOut(Duration limit) implements Capture {}
  }

  /// Runs a program to its end.
  ///
  /// @param environment all of it; nothing is inherited
  /// @param stdin may be empty
  /// @param limit after it the program and its descendants are ended
  /// @param bytesMax bytes of stdout that are kept; the rest is read and dropped
  /// @throws InterruptedException when cancelled; the program was ended
  public static Capture capture(
      List<String> command,
      Path directory,
      Map<String, String> environment,
      byte[] stdin,
      Duration limit,
      long bytesMax)
      throws InterruptedException {
    Optional<Path> executable =
        find(command.getFirst(), directory, environment.getOrDefault("PATH", STANDARD_PATH));
    if (executable.isEmpty()) {
      return new Capture.NotFound(command.getFirst());
    }
    List<String> resolved = new ArrayList<>(command);
    resolved.set(0, executable.get().toString());
    ProcessBuilder builder = new ProcessBuilder(resolved).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    long ticks = ProcessTable.nowTicks();
    Process process;
    try {
      process = builder.start();
    } catch (IOException failure) {
      return new Capture.NotStarted(String.valueOf(failure.getMessage()));
    }
    Reader out = new Reader(process.getInputStream(), bytesMax, false);
    Reader errors = new Reader(process.getErrorStream(), ERROR_BYTES_MAX, true);
    long deadline = System.nanoTime() + limit.toNanos();
    Household household = new Household(process.toHandle(), false, ticks, Set.of());
    try {
      Thread outThread = Thread.ofPlatform().daemon().start(out);
      Thread errorThread = Thread.ofPlatform().daemon().start(errors);
      Thread.ofPlatform().daemon().start(() -> feed(process.getOutputStream(), stdin));
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Capture.TimedOut(limit);
      }
      if (!join(outThread, deadline) || !join(errorThread, deadline)) {
        return new Capture.TimedOut(limit);
      }
    } finally {
      if (process.isAlive()) {
        var _ = household.end();
      }
    }
    return new Capture.Ended(
        process.exitValue(),
        out.bytes(),
        new String(errors.bytes(), StandardCharsets.UTF_8),
        out.truncated());
  }

  private static boolean join(Thread thread, long deadline) throws InterruptedException {
    long left = Math.max(1_000_000, deadline - System.nanoTime());
    return thread.join(Duration.ofNanos(left));
  }

  private static void feed(OutputStream to, byte[] bytes) {
    try (to) {
      to.write(bytes);
    } catch (IOException _) {
      // A program need not read what it is given.
      return;
    }
  }

  /// The executable a command names: a path as it stands, else the first on the search path.
  ///
  /// @param path in the form of `PATH`
  public static Optional<Path> find(String program, Path directory, String path) {
    try {
      if (program.indexOf('/') >= 0) {
        return Optional.of(directory.resolve(program)).filter(Disk::isExecutable);
      }
      for (String folder : path.split(":", -1)) {
        Path candidate = directory.resolve(folder).resolve(program);
        if (!folder.isEmpty() && Disk.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
      return Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// The program that starts another in a session of its own; missing on some systems.
  static Optional<Path> session() {
    return Session.PROGRAM;
  }

  private static final class Session {
    static final Optional<Path> PROGRAM = find("setsid", Path.of("/"), STANDARD_PATH);
  }

  /// Reads to the end and keeps a bounded part: the first bytes, or the last.
  private static final class Reader implements Runnable {
    private final InputStream in;
    private final long bytesMax;
    private final boolean last;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean truncated;

    Reader(InputStream in, long bytesMax, boolean last) {
      this.in = in;
      this.bytesMax = bytesMax;
      this.last = last;
    }

    @Override
    public void run() {
      byte[] piece = new byte[8192];
      try {
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
          keep(piece, length);
        }
      } catch (IOException _) {
        // The program was ended; what came before counts.
        return;
      }
    }

    private synchronized void keep(byte[] piece, int length) {
      if (last && kept.size() + length > bytesMax) {
        byte[] all = kept.toByteArray();
        kept.reset();
        kept.write(all, all.length / 2, all.length - all.length / 2);
      }
      int room = (int) Math.min(length, bytesMax - kept.size());
      kept.write(piece, 0, room);
      truncated |= room < length;
    }

    synchronized byte[] bytes() {
      return kept.toByteArray();
    }

    synchronized boolean truncated() {
      return truncated;
    }
  }
}
