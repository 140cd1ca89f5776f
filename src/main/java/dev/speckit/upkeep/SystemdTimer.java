package dev.speckit.upkeep;

import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A service and a timer of the user's systemd (systemd.service(5), systemd.timer(5)). A missed day
/// is caught up at the next start of the machine.
final class SystemdTimer {
  private SystemdTimer() {}

  static TimerForm of(Timer timer, Host host) {
    Path folder =
        host.variable("XDG_CONFIG_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElse(host.home().resolve(".config"))
            .resolve("systemd")
            .resolve("user");
    String name = timer.name();
    return new TimerForm.OfFiles(
        "systemd timer " + name + ".timer",
        List.of(
            new TimerForm.OfFiles.Written(folder.resolve(name + ".service"), service(timer)),
            new TimerForm.OfFiles.Written(folder.resolve(name + ".timer"), timerUnit(timer))),
        List.of(
            List.of("systemctl", "--user", "daemon-reload"),
            List.of("systemctl", "--user", "enable", "--now", name + ".timer")),
        List.of(List.of("systemctl", "--user", "disable", "--now", name + ".timer")));
  }

  private static String service(Timer timer) {
    String environment =
        timer.environment().entrySet().stream()
            .map(each -> "Environment=" + quoted(each.getKey() + "=" + each.getValue()) + "\n")
            .collect(Collectors.joining());
    String words =
        timer.words().stream()
            .map(word -> quoted(word).replace("$", "$$"))
            .collect(Collectors.joining(" "));
    return """
    [Unit]
    Description=Upkeep of the speckit workspace %s

    [Service]
    Type=oneshot
    Nice=10
    IOSchedulingClass=idle
    %sExecStart=%s
    """
        .formatted(plain(timer.workspace().toString()), environment, words);
  }

  private static String timerUnit(Timer timer) {
    return """
    [Unit]
    Description=Daily upkeep of the speckit workspace %s

    [Timer]
    OnCalendar=*-*-* %s:00
    RandomizedDelaySec=10m
    Persistent=true

    [Install]
    WantedBy=timers.target
    """
        .formatted(plain(timer.workspace().toString()), timer.at().toString());
  }

  /// A word in quotes (systemd.syntax(7)): what is special gets a backslash, and `%`, which starts
  /// a specifier, is doubled.
  private static String quoted(String word) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '%' -> out.append("%%");
        default -> {
          if (Character.isISOControl(c)) {
            out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?").replace("%", "%%").replace("\\", "/");
  }
}
