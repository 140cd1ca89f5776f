package dev.speckit.agent;

import dev.speckit.host.Custody;
import dev.speckit.host.Disk;
import dev.speckit.host.Faults;
import dev.speckit.host.Host;
import dev.speckit.host.OutputLines;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.spec.KnownSecrets;
import dev.speckit.spec.Redactor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One attempt: a folder, a process, an outcome.
final class Attempt {
  private static final int TEXT_BYTES_MAX = 8 << 20;

  /// From a program's final event to its end; then it is ended, and its answer counts.
  private static final Duration GRACE = Duration.ofSeconds(10);

  /// A program that loops without pause makes 15 to 20 events a second; a long honest run was seen
  /// to make some thousands, one for each piece of text.
  private static final long EVENTS_MAX = 100_000;

  /// Together they tell this attempt from every other, also of the same run.
  private static final Set<String> MARKS =
      Set.of("SPECKIT_RUN", "SPECKIT_STAGE", "SPECKIT_AGENT", "SPECKIT_ATTEMPT");

  private final AgentCall call;
  private final int number;
  private final byte[] prompt;
  private final Faults.@Nullable AgentFault fault;
  private final Host host;
  private final long stdoutBytesMax;
  private final AttemptListener listener;
  private final KnownSecrets secrets;
  private final Redactor output;
  private final Redactor errors;
  private final long promptRedactions;
  private final Path folder;
  private @Nullable RuntimeException listenerFailure;
  private Transcript.@Nullable Reader reader;

  /// Only used by the thread that reads the output.
  private boolean finished;

  /// @param fault strikes in the place of the agent's program; null for none
  Attempt(
      AgentCall call,
      int number,
      String prompt,
      Faults.@Nullable AgentFault fault,
      KnownSecrets secrets,
      Host host,
      long stdoutBytesMax,
      AttemptListener listener) {
    this.call = call;
    this.number = number;
    this.fault = fault;
    this.host = host;
    this.secrets = secrets;
    this.output = new Redactor(secrets);
    this.errors = new Redactor(secrets);
    Redactor.Redacted redacted = Redactor.redacted(prompt, secrets);
    this.prompt = redacted.text().getBytes(StandardCharsets.UTF_8);
    this.promptRedactions = redacted.count();
    this.stdoutBytesMax = stdoutBytesMax;
    this.listener = listener;
    this.folder = call.attemptFolder(number);
  }

  long promptBytes() {
    return prompt.length;
  }

  /// @param text what the agent said
  /// @param rejected why it is no answer; empty unless schema-invalid
  record Report(
      AttemptResult result,
      String text,
      List<String> rejected,
      Optional<RuntimeException> listenerFailure) {}

  /// Never throws but for what the listener or the disk throws: who is cancelled has a record too.
  Report run(Cancellation cancellation, long deadlineNanos) {
    listener.starting(call, number, folder);
    Instant startedAt = host.clock().instant();
    long startNanos = System.nanoTime();
    prepare();
    Optional<Custody.Ending> run = started(cancellation, deadlineNanos);
    Custody.Ending ending =
        run.orElseGet(() -> new Custody.Ending.NotStarted(false, "cancelled before its start"));
    AgentReading reading =
        run.map(this::read).orElseGet(() -> AgentReading.cancelled("before its start"));
    AttemptResult result = result(reading, ending, startedAt, startNanos);
    AttemptFolder.complete(
        result,
        ending,
        new AttemptFolder.Redactions(promptRedactions, output.count(), errors.count()),
        prompt);
    return new Report(
        result, reading.text(), reading.rejected(), Optional.ofNullable(listenerFailure));
  }

  /// Starts the program and waits for its end.
  ///
  /// @return empty when it was cancelled before anything was started
  private Optional<Custody.Ending> started(Cancellation cancellation, long deadlineNanos) {
    try {
      cancellation.enter();
    } catch (InterruptedException _) {
      return Optional.empty();
    }
    try {
      return Optional.of(start(deadlineNanos));
    } finally {
      cancellation.leave();
    }
  }

  private AgentReading read(Custody.Ending ending) {
    Optional<String> unset = unsetKey();
    if (unset.isPresent()) {
      return AgentReading.notSignedIn(unset.get());
    }
    String asked = Redactor.redacted(call.task().prompt(), secrets).text();
    return new AgentReading.Source(
            call, asked, secrets, folder, reader, host.clock().instant(), this::text)
        .read(ending);
  }

  /// Removes what the program left in its own temporary folder.
  void clean() {
    var _ = Disk.deleteTree(AttemptFolder.temporary(folder));
  }

  private String text() {
    return Disk.readTail(folder.resolve("stdout.raw"), TEXT_BYTES_MAX);
  }

  private void prepare() {
    Disk.writeLightly(folder.resolve("prompt.md"), prompt);
    Disk.writeLightly(folder.resolve("stdout.raw"), new byte[0]);
    Disk.writeLightly(folder.resolve("stderr.txt"), new byte[0]);
    Disk.makeFolders(AttemptFolder.temporary(folder));
  }

  private Custody.Ending start(long deadlineNanos) {
    if (call.definition() instanceof AgentDefinition.Replay replay && fault == null) {
      return Replaying.run(replay, call, number, folder, output, host);
    }
    Optional<String> unset = unsetKey();
    if (unset.isPresent()) {
      return new Custody.Ending.NotStarted(false, unset.get());
    }
    Optional<AgentLaunch> found =
        AgentLaunch.of(call, number, host, AttemptFolder.temporary(folder), fault);
    if (found.isEmpty()) {
      return new Custody.Ending.NotStarted(true, missing());
    }
    AgentLaunch launch = found.get();
    reader = launch.reader();
    Clocks clocks = call.definition().clocks();
    Duration left = Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
    return Custody.run(
        new Custody.Launch(
            launch.command(),
            call.task().workspace(),
            launch.environment(),
            folder.resolve("prompt.md"),
            folder.resolve("stdout.raw"),
            folder.resolve("stderr.txt"),
            output,
            errors,
            reader == null ? null : this::event,
            MARKS,
            new Custody.Bounds(
                clocks.first(),
                clocks.idle(),
                clocks.total().compareTo(left) < 0 ? clocks.total() : left,
                GRACE,
                stdoutBytesMax,
                EVENTS_MAX)),
        new Custody.Watcher() {
          @Override
          public void started(ProcessIdentity process) {
            tell(() -> listener.started(call, number, process));
          }

          @Override
          public void output(long bytes) {
            tell(() -> listener.output(call, number, bytes));
          }
        });
  }

  /// A key that the settings name and that is not there: the program would look for another one.
  private Optional<String> unsetKey() {
    return call.definition() instanceof AgentDefinition.Cli cli
            && fault == null
            && cli.keySource() != null
            && host.variable(cli.keyVariable()).isEmpty()
        ? Optional.of("the variable " + cli.keyVariable() + " is not set, which `key` names")
        : Optional.empty();
  }

  private String missing() {
    return call.definition() instanceof AgentDefinition.Cli cli && cli.program().indexOf('/') >= 0
        ? "no executable file " + cli.program() + ", which `executable` names"
        : "no such program on the PATH";
  }

  /// A line that an adapter stumbles over is kept on disk like every other and means nothing; so
  /// does one after the program's last word.
  private OutputLines.Signal event(String line) {
    if (reader == null || finished) {
      return OutputLines.Signal.GO_ON;
    }
    try {
      OutputLines.Signal signal = reader.line(line);
      finished = signal == OutputLines.Signal.FINISHED;
      return signal;
    } catch (RuntimeException | StackOverflowError _) {
      return OutputLines.Signal.GO_ON;
    }
  }

  /// A listener that cannot record what happens ends the attempt, and the end is still recorded.
  private void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException thrown) {
      listenerFailure = thrown;
      Thread.currentThread().interrupt();
    }
  }

  private AttemptResult result(
      AgentReading reading, Custody.Ending ending, Instant startedAt, long startNanos) {
    Custody.Ending.@Nullable Ended ended =
        ending instanceof Custody.Ending.Ended value ? value : null;
    Long first = ended == null ? null : ended.firstOutputNanos();
    Long firstMillis = first == null ? null : millis(startNanos, first);
    Duration retryAfter = reading.retryAfter();
    Instant retryAt = retryAfter == null ? null : host.clock().instant().plus(retryAfter);
    return new AttemptResult(
        call.agent(),
        call.task().subject(),
        number,
        reading.outcome(),
        reading.answer(),
        reading.json(),
        Redactor.redacted(reading.reason(), secrets).text()
            + limited(reading.outcome(), retryAt)
            + redactions(),
        folder,
        startedAt,
        firstMillis == null ? null : startedAt.plusMillis(firstMillis),
        startedAt.plusMillis(millis(startNanos, System.nanoTime())),
        ended == null ? null : ended.exitCode(),
        ended == null ? 0 : ended.outputBytes(),
        ended != null && ended.truncated(),
        ended == null ? null : ended.process(),
        Disk.sha256(prompt),
        ended == null ? null : millis(startNanos, ended.runningNanos()),
        firstMillis,
        millis(startNanos, System.nanoTime()),
        reading.usage(),
        reading.model(),
        reading.session(),
        retryAt);
  }

  private static String limited(Outcome outcome, @Nullable Instant retryAt) {
    return outcome == Outcome.RATE_LIMITED && retryAt != null
        ? "; rate limited until " + NextAttempt.shown(retryAt)
        : "";
  }

  /// Nothing is hidden: also not that something is.
  private String redactions() {
    long count = promptRedactions + output.count() + errors.count();
    return count == 0 ? "" : "; " + count + (count == 1 ? " secret" : " secrets") + " redacted";
  }

  private static long millis(long from, long to) {
    return Duration.ofNanos(to - from).toMillis();
  }
}
