package dev.speckit.testkit;

import dev.speckit.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// speckit as users run it: a child process, its own home, nothing inherited but `PATH`.
///
/// Uses the packaged program where the build names one, else the compiled classes.
public final class Speckit {
  /// Far above what any call takes on a loaded machine; a hang fails here and not in the build.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// Puts the signals of a program back to what a terminal gives it: a build in the background
  /// hands down that some are ignored, and no program can tell.
  public static final List<String> WITH_ALL_SIGNALS =
      List.of("env", "--default-signal=HUP,INT,QUIT,TERM");

  private final Path workspace;
  private final Path home;
  private final Map<String, String> environment;

  private Speckit(Path workspace, Path home, Map<String, String> environment) {
    this.workspace = workspace;
    this.home = home;
    this.environment = environment;
  }

  /// @param workspace where it is started
  /// @param home the user's home: settings, trust
  public static Speckit in(Path workspace, Path home) {
    return new Speckit(workspace, home, Map.of());
  }

  public Speckit with(String variable, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(variable, value);
    return new Speckit(workspace, home, more);
  }

  public Path workspace() {
    return workspace;
  }

  /// How a call ended.
  public record Ended(int exit, String out, String err) {
    /// The one JSON object that `--json` prints.
    public Json.Fields json() {
      Json value =
          Json.read(out)
              .value()
              .orElseThrow(() -> new AssertionError("no JSON on stdout:\n" + this));
      return (Json.Fields) value;
    }

    public Json.Fields data() {
      return json().object("data").orElseThrow();
    }
  }

  public Ended run(String... words) {
    try {
      Started started = start(words);
      if (!started.process().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        started.process().destroyForcibly();
        throw new AssertionError("speckit does not end: " + String.join(" ", words));
      }
      return started.ended();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /// A call under way; stdout and stderr go to files, so nobody has to read them meanwhile.
  public record Started(Process process, Path out, Path err) {
    public Ended ended() {
      try {
        return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  public Started start(String... words) {
    return start(List.of(), words);
  }

  /// In a process session of its own, whose group has the number of the process.
  public Started startInSession(String... words) {
    return start(List.of("setsid"), words);
  }

  private Started start(List<String> before, String... words) {
    try {
      Path out = Files.createTempFile(calls(), "call-", ".out");
      return start(before, out, ProcessBuilder.Redirect.to(out.toFile()), words);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A call whose stdout is a pipe or device, which the caller reads.
  public Started startInto(ProcessBuilder.Redirect out, String... words) {
    return start(List.of(), Path.of("/dev/null"), out, words);
  }

  private Path calls() throws IOException {
    return Files.createDirectories(home);
  }

  private Started start(
      List<String> before, Path out, ProcessBuilder.Redirect redirect, String... words) {
    try {
      Path err = Files.createTempFile(calls(), "call-", ".err");
      List<String> command = new ArrayList<>(before);
      command.addAll(WITH_ALL_SIGNALS);
      command.addAll(program());
      command.addAll(List.of(words));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(workspace.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(redirect)
              .redirectError(err.toFile());
      Map<String, String> variables = builder.environment();
      String path = variables.getOrDefault("PATH", "/usr/bin:/bin");
      variables.clear();
      variables.put("PATH", path);
      variables.put("HOME", home.toString());
      variables.put("LANG", "C.UTF-8");
      variables.put("TMPDIR", home.toString());
      variables.put("SPECKIT_JAVA_HOME", System.getProperty("java.home"));
      variables.putAll(environment);
      return new Started(builder.start(), out, err);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Writes a program that passes its words on to speckit, for scripts that call it by a name.
  public static void writeLauncher(Path file) {
    List<String> quoted =
        program().stream().map(each -> "'" + each.replace("'", "'\\''") + "'").toList();
    Workspaces.write(file, "#!/bin/sh\nexec " + String.join(" ", quoted) + " \"$@\"\n");
    if (!file.toFile().setExecutable(true)) {
      throw new AssertionError("cannot make a program of " + file);
    }
  }

  private static List<String> program() {
    String packaged = System.getProperty("speckit.dist", "");
    if (!packaged.isEmpty()) {
      return List.of(Path.of(packaged, "bin", "speckit").toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.speckit.Main");
  }
}
