package dev.speckit.host;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Faults that a test injects by `SPECKIT_FAULTS`, at the places where real ones strike.
///
/// `kill-before:N` and `kill-after:N` end this process with SIGKILL around the commit of the N-th
/// journal event that it writes (1-based): what a power cut at that moment would leave.
public final class Faults {
  private static final String VARIABLE = "SPECKIT_FAULTS";

  private final @Nullable String kind;
  private final int at;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  private Faults(@Nullable String kind, int at) {
    this.kind = kind;
    this.at = at;
  }

  /// The faults asked for; none when the variable is not set or does not name one.
  public static Faults of(Host host) {
    String[] words = host.variable(VARIABLE).orElse("").split(":", 2);
    if (words.length != 2 || !words[1].matches("[0-9]{1,6}")) {
      return new Faults(null, 0);
    }
    return new Faults(words[0], Integer.parseInt(words[1]));
  }

  /// An event is about to be committed.
  public void before(String event) {
    if (begun.incrementAndGet() == at && "kill-before".equals(kind)) {
      kill(event);
    }
  }

  /// An event was committed.
  public void after(String event) {
    if (done.incrementAndGet() == at && "kill-after".equals(kind)) {
      kill(event);
    }
  }

  /// A real SIGKILL from outside: no handler, no hook, no buffer is written.
  private static void kill(String event) {
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      int exit = new ProcessBuilder("kill", "-KILL", pid).start().waitFor();
      throw new IllegalStateException("still alive after kill at " + event + ": " + exit);
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException("the fault at " + event + " cannot be injected", failure);
    }
  }
}
