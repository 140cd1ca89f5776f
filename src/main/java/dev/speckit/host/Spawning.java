package dev.speckit.host;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/// Chooses once how this program starts others, and lets only so many start at the same moment.
public final class Spawning {
  /// Set to `builder`, children are started by Java's own means.
  static final String PROPERTY = "speckit.spawn";

  private static final Semaphore GATE = new Semaphore(Capacity.ofThisMachine().starts(), true);

  private Spawning() {}

  /// Gets ready on another thread: the first start of a child need not wait for it then.
  public static void prepare() {
    Thread.ofPlatform().daemon().name("preparing to start children").start(Spawning::chosen);
  }

  /// How children are started, for people: `by posix_spawn`, or by what else and why.
  public static String description() {
    return chosen().description();
  }

  static Spawner chosen() {
    return Chosen.SPAWNER;
  }

  /// Starts a program; waits while as many others as this machine can start at once are being
  /// started. Not stopped by interruption: a start takes milliseconds.
  ///
  /// @throws IOException when the system refuses; the message says why
  static Process start(Spawner.Program program) throws IOException {
    GATE.acquireUninterruptibly();
    try {
      return chosen().start(program);
    } finally {
      GATE.release();
    }
  }

  /// Sends a signal to all processes of a group. Nobody may be there.
  static void signalGroup(long group, int signal) {
    switch (chosen()) {
      case PosixSpawn spawn -> {
        var _ = spawn.calls().kill(-group, signal);
      }
      case BuilderSpawn _ -> signalByProgram(group, signal);
    }
  }

  private static void signalByProgram(long group, int signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, "--", "-" + group)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.getOutputStream().close();
    } catch (IOException _) {
      // Without the program each process is signalled on its own.
      return;
    }
  }

  private static Spawner choose() {
    if (System.getProperty(PROPERTY, "").equals("builder")) {
      return new BuilderSpawn("the property " + PROPERTY + " says so");
    }
    try {
      return new PosixSpawn(LibC.link());
    } catch (LibC.Unsupported missing) {
      return new BuilderSpawn(String.valueOf(missing.getMessage()));
    }
  }

  private static final class Chosen {
    static final Spawner SPAWNER = choose();
  }
}
