package dev.speckit.upkeep;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.host.Detached;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.pipeline.Runs;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A command after which the day's upkeep starts by itself, when none has started on this day (UTC)
/// in this workspace. It runs as a process of its own, so the command ends as soon as ever; what it
/// says goes to `.speckit/upkeep.log`.
///
/// Only in a workspace that its user trusts: a clone must not be able to start anything, and
/// neither its links nor its store are followed unasked.
///
/// When it last started is the time of the lock's file: two looks at the disk are all it costs on
/// every other call of the day.
public final class DailyUpkeep implements Command {
  /// What an agent that calls speckit has in its environment. Its run has enough to do.
  private static final String INSIDE_A_RUN = "SPECKIT_RUN";

  private final Command command;
  private final Host host;
  private final Predicate<Path> trust;
  private final Supplier<List<String>> launcher;

  /// @param trust whether the user trusts a workspace
  /// @param launcher the words that start speckit, the first one absolute
  public DailyUpkeep(
      Command command, Host host, Predicate<Path> trust, Supplier<List<String>> launcher) {
    this.command = command;
    this.host = host;
    this.trust = trust;
    this.launcher = launcher;
  }

  @Override
  public Declaration declaration() {
    return command.declaration();
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Report report = command.run(call);
    if (call.arguments().has("dry-run")) {
      return report;
    }
    try {
      Workspace.search(host).filter(this::isDue).ifPresent(this::start);
    } catch (Failure _) {
      // The command has done its work; upkeep says itself what is in its way.
      return report;
    }
    return report;
  }

  private boolean isDue(Path workspace) {
    if (host.variable(INSIDE_A_RUN).isPresent() || !Disk.isFile(Runs.storeFile(workspace))) {
      return false;
    }
    Path lock = UpkeepLock.file(workspace);
    if (isStrange(workspace, lock)) {
      return false;
    }
    Instant now = host.clock().instant();
    if (!Disk.exists(lock)) {
      // The first day: there is nothing old yet.
      boolean _ = Disk.create(lock, new byte[0]);
      return false;
    }
    Instant last = Instant.ofEpochMilli(Disk.modifiedMillis(lock));
    if (last.isAfter(now.plus(Duration.ofDays(1)))) {
      // The clock was set back: counted anew.
      Disk.setModifiedMillis(lock, now.toEpochMilli());
      return false;
    }
    return day(last).isBefore(day(now)) && trust.test(workspace);
  }

  /// Whether anything that is written here is a link.
  private static boolean isStrange(Path workspace, Path lock) {
    Path own = workspace.resolve(".speckit");
    return Stream.of(own, own.resolve("locks"), lock, log(workspace)).anyMatch(Disk::isLink);
  }

  private static Path log(Path workspace) {
    return workspace.resolve(".speckit").resolve("upkeep.log");
  }

  /// Marked before it is started, so that of many commands at once only few start one, and one that
  /// cannot run is not started by every command of the day.
  private void start(Path workspace) {
    Disk.setModifiedMillis(UpkeepLock.file(workspace), host.clock().millis());
    List<String> words = new ArrayList<>(launcher.get());
    words.addAll(List.of("-C", workspace.toString(), "upkeep", "run", "--reason", "automatic"));
    Optional<String> _ = Detached.start(words, workspace, host.environment(), log(workspace));
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }
}
