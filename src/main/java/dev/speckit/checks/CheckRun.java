package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.host.Custody;
import dev.speckit.host.Disk;
import dev.speckit.host.OutputFilter;
import dev.speckit.host.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs one check of the user's project and says what came of it.
///
/// Exit code 0 alone is no pass where the check names test reports: then they must have been
/// written by this very run, count at least one test that ran, and none that failed.
public final class CheckRun {
  /// What is kept of its output; more stops it.
  public static final long OUTPUT_BYTES_MAX = 32L << 20;

  static final String OUTPUT = "stdout.raw";
  static final String ERRORS = "stderr.txt";

  private static final Path NO_INPUT = Path.of("/dev/null");

  private final CheckDefinition check;
  private final Surroundings around;

  private CheckRun(CheckDefinition check, Surroundings around) {
    this.check = check;
    this.around = around;
  }

  /// Where a check runs.
  ///
  /// @param tree the folder it runs in, absolute
  /// @param environment all variables it gets. Those that begin with `SPECKIT_` tell what it starts
  ///   from everything else on the machine, and must not be those of another check that runs at the
  ///   same time
  /// @param output folder that gets `stdout.raw` and `stderr.txt`, absolute; what stood there of an
  ///   earlier try is replaced
  /// @param folder the same folder as the result names it, relative to the workspace
  /// @param filters stand between the output and the disk; a new one for each stream
  /// @param clock what files are dated by
  public record Surroundings(
      Path tree,
      Map<String, String> environment,
      Path output,
      String folder,
      Supplier<OutputFilter> filters,
      InstantSource clock) {
    public Surroundings {
      environment = Map.copyOf(environment);
    }
  }

  /// Runs the check to its end. When this returns nothing that it started is left. An interruption
  /// ends it; the result says so, and the thread is not marked again.
  ///
  /// @throws Failure.Unavailable when its output cannot be kept
  public static CheckResult run(CheckDefinition check, Surroundings around) {
    return new CheckRun(check, around).run();
  }

  private CheckResult run() {
    Disk.makeFolders(around.output());
    Disk.writeLightly(around.output().resolve(OUTPUT), new byte[0]);
    Disk.writeLightly(around.output().resolve(ERRORS), new byte[0]);
    Instant startedAt = around.clock().instant();
    long startNanos = System.nanoTime();
    Custody.Ending ending = Custody.run(launch(), new Unwatched());
    long millis = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
    return switch (ending) {
      case Custody.Ending.NotStarted(boolean _, String why) ->
          result(CheckResult.End.NOT_STARTED, null, Words.line(why), millis);
      case Custody.Ending.Ended ended -> ended(ended, startedAt, millis);
    };
  }

  private Custody.Launch launch() {
    Map<String, String> environment = new HashMap<>(around.environment());
    environment.put("SPECKIT_CHECK", check.name());
    Set<String> marks =
        environment.keySet().stream()
            .filter(name -> name.startsWith("SPECKIT_"))
            .collect(Collectors.toUnmodifiableSet());
    return new Custody.Launch(
        check.command(),
        around.tree(),
        environment,
        NO_INPUT,
        around.output().resolve(OUTPUT),
        around.output().resolve(ERRORS),
        around.filters().get(),
        around.filters().get(),
        null,
        marks,
        Custody.Bounds.within(check.timeout(), OUTPUT_BYTES_MAX));
  }

  private CheckResult ended(Custody.Ending.Ended ended, Instant startedAt, long millis) {
    return switch (ended.stop()) {
      case CANCELLED -> result(CheckResult.End.CANCELLED, null, "cancelled", millis);
      case TOTAL, NO_OUTPUT, IDLE ->
          result(
              CheckResult.End.LATE, null, "took longer than " + Spans.of(check.timeout()), millis);
      case FLOODED, LOOPING ->
          result(
              CheckResult.End.FAILED,
              null,
              "wrote more than " + (OUTPUT_BYTES_MAX >> 20) + " MiB and was stopped",
              millis);
      case EXITED, LINGERED -> exited(ended.exitCode(), startedAt, millis);
    };
  }

  private CheckResult exited(@Nullable Integer exitCode, Instant startedAt, long millis) {
    TestsOfCheck tests = TestsOfCheck.read(around.tree(), check.junit(), startedAt);
    String reason = tests.hasFailed() ? tests.reason() : exitReason(exitCode);
    if (reason == null) {
      reason = tests.reason();
    }
    return new CheckResult(
        check.name(),
        reason == null ? CheckResult.End.PASSED : CheckResult.End.FAILED,
        exitCode,
        reason,
        millis,
        tests.counts(),
        coverage(startedAt),
        around.folder());
  }

  private static @Nullable String exitReason(@Nullable Integer exitCode) {
    if (exitCode == null) {
      return "ended, and nobody saw how";
    }
    if (exitCode == 0) {
      return null;
    }
    return exitCode > 128 && exitCode < 128 + 65
        ? "was ended by signal " + (exitCode - 128)
        : "ended with exit code " + exitCode;
  }

  /// What was not measured, or cannot be understood, is absent.
  private @Nullable Integer coverage(Instant startedAt) {
    if (check.coverage() == null) {
      return null;
    }
    try {
      return switch (CoverageReports.read(around.tree(), check.coverage(), startedAt)) {
        case CoverageReading.Measured(CoverageReport report, var _) ->
            Math.toIntExact(report.covered() * 10_000 / report.valid());
        case CoverageReading.NoLines _,
            CoverageReading.Missing _,
            CoverageReading.Stale _,
            CoverageReading.Unreadable _ ->
            null;
      };
    } catch (Failure.Usage _) {
      return null;
    }
  }

  private CheckResult result(
      CheckResult.End end, @Nullable Integer exitCode, String reason, long millis) {
    return new CheckResult(
        check.name(), end, exitCode, reason, millis, null, null, around.folder());
  }

  private record Unwatched() implements Custody.Watcher {
    @Override
    public void started(ProcessIdentity process) {}

    @Override
    public void output(long bytes) {}
  }
}
