package dev.speckit.work;

import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Abandoned;
import dev.speckit.host.Custody;
import dev.speckit.host.Disk;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.spec.KnownSecrets;
import dev.speckit.spec.Redactor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// One run of a command of the user's, with everything it starts, in a process group of its own.
///
/// @param ended how it ended, such as `exit 0`
/// @param log what it printed, both streams
/// @param tail its last lines
record TestRun(
    String command,
    boolean passed,
    String ended,
    Duration took,
    Instant started,
    Path log,
    List<String> tail) {
  private static final long OUTPUT_BYTES_MAX = 256L << 20;
  private static final int TAIL_BYTES = 16 << 10;
  private static final int TAIL_LINES = 20;
  private static final int LOGS_MAX = 20;

  /// A temporary file is used for moments; an older one was left by a call that was killed.
  private static final Duration LEFT_BEHIND = Duration.ofMinutes(1);

  /// By what the run's descendants are known: the path of its log.
  private static final String MARK = "SPECKIT_WORK_RUN";

  /// Who ends them.
  private static final String OWNER = "SPECKIT_WORK_OWNER";

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS", Locale.ROOT);

  TestRun {
    tail = List.copyOf(tail);
  }

  /// Runs the command to its end or to the deadline. Nothing of it runs when this returns.
  ///
  /// @throws InterruptedException when cancelled
  /// @throws Failure.Unavailable when there is no shell
  static TestRun of(Scene scene, String command, Duration deadline, Progress progress)
      throws InterruptedException {
    Instant started = scene.now();
    Path folder = logs(scene.workspace());
    Disk.makeFolders(folder);
    String prefix = "work-" + scene.entry().id() + "-";
    prune(folder, prefix);
    Disk.sweep(folder, started.minus(LEFT_BEHIND));
    Path log = folder.resolve(prefix + NAME.format(started.atZone(ZoneOffset.UTC)) + ".log");
    Progress.Lane lane = progress.lane("test " + oneLine(command, 60));
    lane.phase("running");
    long from = System.nanoTime();
    Custody.Ending ending = Custody.run(launch(scene, command, log, deadline), watcher(lane));
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    return switch (ending) {
      case Custody.Ending.NotStarted not -> {
        lane.end(Tone.BAD, "not started");
        throw new Failure.Unavailable(
            Problem.of("no-shell", "the command could not be started: " + not.why())
                .remedy("see that /bin/sh is there"));
      }
      case Custody.Ending.Ended ended -> {
        if (ended.stop() == Custody.Stop.CANCELLED) {
          lane.end(Tone.WARNING, "cancelled");
          throw new InterruptedException("the test was cancelled");
        }
        boolean passed =
            ended.stop() == Custody.Stop.EXITED && Integer.valueOf(0).equals(ended.exitCode());
        String how = how(ended, deadline);
        lane.end(passed ? Tone.GOOD : Tone.BAD, how);
        yield new TestRun(
            oneLine(command, 200), passed, how, took, started, log, passed ? List.of() : tail(log));
      }
    };
  }

  /// `0.4 s`, `12 s`, `1 min 5 s`.
  String shownTime() {
    long seconds = took.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  /// Ends the commands in a workspace whose speckit was killed before it could end them.
  ///
  /// @return what was ended, for the person
  static List<Problem> endAbandoned(Path workspace) {
    Path logs = logs(workspace);
    return Abandoned.end(MARK, logs + "/", OWNER).stream()
        .map(each -> {
          String name = each.mark().substring(logs.toString().length() + 1);
          String who =
              each.processes().size() == 1
                  ? "process " + each.processes().getFirst()
                  : each.processes().size() + " processes";
          return Problem.of(
                  "test-left-running",
                  each.ended()
                      ? "a test command of a call that was killed still ran and was ended ("
                          + who
                          + ")"
                      : "a test command of a call that was killed still runs (" + who + ")")
              .at(".speckit/logs/" + name)
              .remedy(
                  each.ended()
                      ? "its result is not recorded; run the test again"
                      : "it cannot be ended from here; end it by hand");
        })
        .toList();
  }

  private static Path logs(Path workspace) {
    return workspace.resolve(".speckit").resolve("logs");
  }

  private static Custody.Launch launch(Scene scene, String command, Path log, Duration deadline) {
    Map<String, String> environment = new HashMap<>(scene.host().environment());
    environment.put(MARK, log.toString());
    environment.put(OWNER, Abandoned.owner());
    KnownSecrets secrets = KnownSecrets.of(environment, Set.of());
    return new Custody.Launch(
        List.of("/bin/sh", "-c", "exec 2>&1\n" + command),
        scene.workspace(),
        environment,
        Path.of("/dev/null"),
        log,
        log.resolveSibling(log.getFileName() + ".err"),
        new Redactor(secrets),
        new Redactor(secrets),
        null,
        Set.of(MARK),
        Custody.Bounds.within(deadline, OUTPUT_BYTES_MAX));
  }

  private static Custody.Watcher watcher(Progress.Lane lane) {
    return new Custody.Watcher() {
      @Override
      public void started(ProcessIdentity process) {
        lane.phase("process " + process.pid());
      }

      @Override
      public void output(long bytes) {
        lane.output();
      }
    };
  }

  private static String how(Custody.Ending.Ended ended, Duration deadline) {
    return switch (ended.stop()) {
      case EXITED, LINGERED ->
          ended.exitCode() == null ? "exit unknown" : "exit " + ended.exitCode();
      case NO_OUTPUT, IDLE, TOTAL -> "stopped after " + deadline.toMinutes() + " min";
      case FLOODED, LOOPING -> "stopped because it printed too much";
      case CANCELLED -> "cancelled";
    };
  }

  private static List<String> tail(Path log) {
    List<String> lines = Disk.readTail(log, TAIL_BYTES).lines().toList();
    return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
  }

  private static void prune(Path folder, String prefix) {
    List<Path> logs =
        Disk.list(folder).stream()
            .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
            .toList();
    for (Path old : logs.subList(0, Math.max(0, logs.size() - 2 * LOGS_MAX))) {
      Disk.delete(old);
    }
  }

  private static String oneLine(String command, int max) {
    String line = command.strip().replaceAll("\\s+", " ");
    return line.length() > max ? line.substring(0, max) + "…" : line;
  }
}
