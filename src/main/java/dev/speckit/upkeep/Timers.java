package dev.speckit.upkeep;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.host.Probe;
import dev.speckit.host.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts a timer into the user's scheduler, and takes it out again.
final class Timers {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BYTES_MAX = 1 << 20;

  private final Host host;

  Timers(Host host) {
    this.host = host;
  }

  /// What was done.
  ///
  /// @param changed false when all was as it should be before
  /// @param warnings commands of the scheduler that failed, each with what to do
  record Done(boolean changed, List<Problem> warnings) {
    Done {
      warnings = List.copyOf(warnings);
    }
  }

  /// Whether the timer is there, as it should be.
  boolean isInstalled(TimerForm form) throws InterruptedException {
    return switch (form) {
      case TimerForm.OfFiles files ->
          files.files().stream()
              .allMatch(each ->
                  Disk.isFile(each.file()) && Disk.readText(each.file()).equals(each.text()));
      case TimerForm.OfLine line -> table().contains(line.line());
    };
  }

  /// Whether there is a timer for the workspace, whatever its time.
  boolean isThere(TimerForm form) throws InterruptedException {
    return switch (form) {
      case TimerForm.OfFiles files ->
          files.files().stream().anyMatch(each -> Disk.exists(each.file()));
      case TimerForm.OfLine line -> table().stream().anyMatch(each -> each.endsWith(line.mark()));
    };
  }

  Done install(TimerForm form) throws InterruptedException {
    boolean before = isInstalled(form);
    return switch (form) {
      case TimerForm.OfFiles files -> {
        if (!before && isThere(form)) {
          // Another time of day: launchd does not read a list again that it knows.
          List<Problem> _ = run(files.disable());
        }
        for (TimerForm.OfFiles.Written each : files.files()) {
          Disk.write(each.file(), each.text());
        }
        yield new Done(!before, run(files.enable()));
      }
      case TimerForm.OfLine line -> {
        if (!before) {
          List<String> lines = without(table(), line.mark());
          lines.add(line.line());
          replaceTable(lines);
        }
        yield new Done(!before, List.of());
      }
    };
  }

  /// Takes out whatever stands there for this workspace, whatever its time.
  Done uninstall(TimerForm form) throws InterruptedException {
    return switch (form) {
      case TimerForm.OfFiles files -> {
        List<Path> there =
            files.files().stream()
                .map(TimerForm.OfFiles.Written::file)
                .filter(Disk::exists)
                .toList();
        if (there.isEmpty()) {
          yield new Done(false, List.of());
        }
        List<Problem> warnings = run(files.disable());
        there.forEach(Disk::delete);
        yield new Done(true, warnings);
      }
      case TimerForm.OfLine line -> {
        List<String> before = table();
        List<String> after = without(before, line.mark());
        if (after.size() < before.size()) {
          replaceTable(after);
        }
        yield new Done(after.size() < before.size(), List.of());
      }
    };
  }

  private List<Problem> run(List<List<String>> commands) throws InterruptedException {
    List<Problem> warnings = new ArrayList<>();
    for (List<String> command : commands) {
      Optional<String> failed = failure(command);
      if (failed.isPresent()) {
        String line = String.join(" ", command);
        warnings.add(
            Problem.of("timer-not-in-force", "`" + line + "` failed: " + failed.get())
                .remedy("run it in a session of yours: " + line));
        // What follows needs it.
        return warnings;
      }
    }
    return warnings;
  }

  private Optional<String> failure(List<String> command) throws InterruptedException {
    Optional<Path> program = Programs.find(command.getFirst(), host);
    if (program.isEmpty()) {
      return Optional.of("there is no program " + command.getFirst() + " on the PATH");
    }
    List<String> words = new ArrayList<>(command);
    words.set(0, program.get().toString());
    return switch (Probe.run(request(words, Path.of("/dev/null")))) {
      case Probe.Ended ended when ended.exit() == 0 -> Optional.empty();
      case Probe.Ended ended -> Optional.of(told(ended));
      case Probe.Late _ -> Optional.of("no answer within " + PATIENCE.toSeconds() + " s");
      case Probe.NotStarted not -> Optional.of(not.why());
    };
  }

  private static String told(Probe.Ended ended) {
    String text = (ended.error() + ended.out()).strip();
    String line = text.lines().findFirst().orElse("");
    return line.isEmpty() ? "it ended with " + ended.exit() : line;
  }

  /// The user's table of cron; empty when there is none.
  private List<String> table() throws InterruptedException {
    return switch (Probe.run(request(List.of(crontab().toString(), "-l"), Path.of("/dev/null")))) {
      case Probe.Ended ended when ended.truncated() -> throw unreadable("it is larger than 1 MiB");
      case Probe.Ended ended when ended.exit() == 0 ->
          new ArrayList<>(ended.out().lines().toList());
      // That a user has none yet is told by the exit code and a sentence.
      case Probe.Ended ended when ended.error().contains("no crontab") -> new ArrayList<>();
      case Probe.Ended ended -> throw unreadable(told(ended));
      case Probe.Late _ -> throw unreadable("no answer");
      case Probe.NotStarted not -> throw unreadable(not.why());
    };
  }

  private void replaceTable(List<String> lines) throws InterruptedException {
    Path folder = Disk.makePrivateFolder(host.home(), ".speckit-crontab");
    try {
      Path file = folder.resolve("crontab");
      String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
      Disk.writeLightly(file, text.getBytes(StandardCharsets.UTF_8));
      Probe.Ending ending =
          Probe.run(request(List.of(crontab().toString(), file.toString()), Path.of("/dev/null")));
      if (!(ending instanceof Probe.Ended ended && ended.exit() == 0)) {
        throw new Failure.Unavailable(
            Problem.of("crontab", "crontab did not take the new table; the old one stands")
                .remedy("try `crontab -e` by hand"));
      }
    } finally {
      Disk.deleteTree(folder);
    }
  }

  private static List<String> without(List<String> lines, String mark) {
    List<String> kept = new ArrayList<>(lines);
    kept.removeIf(line -> line.endsWith(mark));
    return kept;
  }

  private Path crontab() {
    return Programs.find("crontab", host)
        .orElseThrow(() -> unreadable("there is no program crontab on the PATH"));
  }

  private static Failure unreadable(String why) {
    return new Failure.Unavailable(
        Problem.of("crontab", "the table of cron cannot be read: " + why)
            .remedy("install cron, or choose another scheduler with --scheduler"));
  }

  private Probe.Request request(List<String> words, Path input) {
    return new Probe.Request(words, host.home(), host.environment(), PATIENCE, BYTES_MAX, input);
  }
}
