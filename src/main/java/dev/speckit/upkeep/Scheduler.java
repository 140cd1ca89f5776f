package dev.speckit.upkeep;

import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.host.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A part of the operating system that starts programs at a time of day.
enum Scheduler {
  SYSTEMD,
  LAUNCHD,
  CRON;

  static final List<String> WORDS = List.of("systemd", "launchd", "cron");

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Scheduler> of(String word) {
    for (Scheduler scheduler : values()) {
      if (scheduler.word().equals(word)) {
        return Optional.of(scheduler);
      }
    }
    return Optional.empty();
  }

  /// The one that this machine runs: launchd on macOS; systemd where it is the first process; cron
  /// where its program is installed.
  static Optional<Scheduler> ofThisMachine(Host host) {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac")) {
      return Optional.of(LAUNCHD);
    }
    // The test of sd_booted(3).
    boolean booted = Disk.isFolder(Path.of("/run/systemd/system"));
    if (booted && Programs.find("systemctl", host).isPresent()) {
      return Optional.of(SYSTEMD);
    }
    return Programs.find("crontab", host).map(_ -> CRON);
  }

  /// How a timer is written down for it.
  TimerForm form(Timer timer, Host host) {
    return switch (this) {
      case SYSTEMD -> SystemdTimer.of(timer, host);
      case LAUNCHD -> LaunchdAgent.of(timer, host);
      case CRON -> CronLine.of(timer);
    };
  }
}
