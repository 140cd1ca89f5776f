package dev.speckit.cli;

import dev.speckit.testkit.Speckit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// [Asking] in a real terminal made by `script`, for which a test types and reads.
final class PseudoTerminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final StringBuilder seen = new StringBuilder();
  private final Process process;
  private boolean ended;
  private int awaited;

  /// Starts the program in a folder; the terminal's own name and settings are printed first and,
  /// after its end, the settings again.
  static PseudoTerminal asking(Path folder, Map<String, String> environment, String... words)
      throws IOException {
    List<String> program = new ArrayList<>();
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    program.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp"));
    program.add(System.getProperty("java.class.path"));
    program.add(Asking.class.getName());
    program.addAll(List.of(words));
    String line = String.join(" ", program.stream().map(PseudoTerminal::quoted).toList());
    String shell =
        "trap : INT; stty rows 24 cols 80; echo \"tty=$(tty)\"; echo \"before=$(stty -g)\"; "
            + line
            + "; echo \"exit=$?\"; echo \"after=$(stty -g)\"";
    List<String> script = new ArrayList<>(Speckit.WITH_ALL_SIGNALS);
    script.addAll(List.of("script", "-q", "-c", shell, "/dev/null"));
    ProcessBuilder builder =
        new ProcessBuilder(script).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("CI", "NO_COLOR", "COLUMNS", "LINES"));
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().put("SHELL", "/bin/sh");
    builder.environment().putAll(environment);
    return new PseudoTerminal(builder.start());
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private PseudoTerminal(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("terminal").start(this::pump);
  }

  private void pump() {
    byte[] buffer = new byte[4096];
    try (InputStream in = process.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1), false);
      }
    } catch (IOException _) {
      // The end, as below.
    }
    append("", true);
  }

  private void append(String bytes, boolean last) {
    lock.lock();
    try {
      seen.append(bytes);
      ended |= last;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void type(String text) throws IOException {
    OutputStream keys = process.getOutputStream();
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /// Waits until a text is on the screen after all that was awaited before.
  ///
  /// @return all that was printed so far
  String await(String text) throws InterruptedException {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (all().indexOf(text, awaited) < 0) {
        if (left <= 0 || ended) {
          throw new AssertionError("never seen: " + text + "\n" + shown());
        }
        left = more.awaitNanos(left);
      }
      awaited = all().indexOf(text, awaited) + text.length();
      return all();
    } finally {
      lock.unlock();
    }
  }

  /// Waits a while for a text after all that was awaited before.
  boolean shows(String text, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (all().indexOf(text, awaited) < 0 && left > 0) {
        left = more.awaitNanos(left);
      }
      return all().indexOf(text, awaited) >= 0;
    } finally {
      lock.unlock();
    }
  }

  private String all() {
    return new String(
        seen.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private String shown() {
    return all().replace("\u001b", "ESC");
  }

  /// All that was printed, once the program has ended.
  String end() throws InterruptedException {
    String all = await("after=");
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (!ended && left > 0) {
        left = more.awaitNanos(left);
      }
      return ended ? all() : all;
    } finally {
      lock.unlock();
    }
  }

  /// Makes the terminal so many cells wide, as a window manager would.
  void resize(int columns) throws IOException, InterruptedException {
    String name = all().lines().filter(line -> line.startsWith("tty=")).findFirst().orElseThrow();
    Process stty =
        new ProcessBuilder("stty", "-F", name.substring(4).strip(), "cols", "" + columns)
            .inheritIO()
            .start();
    if (stty.waitFor() != 0) {
      throw new AssertionError("the terminal could not be resized");
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Process _ = process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
