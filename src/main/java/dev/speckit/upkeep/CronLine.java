package dev.speckit.upkeep;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A line for crontab(5). Cron does not catch up; the next command in the workspace does.
final class CronLine {
  private CronLine() {}

  static TimerForm of(Timer timer) {
    String mark = "# " + timer.name();
    Stream<String> environment =
        timer.environment().entrySet().stream().map(each -> each.getKey() + "=" + each.getValue());
    Stream<String> start =
        timer.environment().isEmpty()
            ? Stream.empty()
            : Stream.concat(Stream.of("/usr/bin/env"), environment);
    String words =
        Stream.concat(start, timer.words().stream())
            .map(CronLine::quoted)
            .collect(Collectors.joining(" "));
    String line =
        "%d %d * * * %s >/dev/null 2>&1 %s"
            .formatted(timer.at().getMinute(), timer.at().getHour(), words, mark);
    return new TimerForm.OfLine("line " + mark.substring(2) + " in the crontab", line, mark);
  }

  /// For the shell, and then for cron, which ends a command at a bare `%`.
  private static String quoted(String word) {
    String shell =
        word.matches("[A-Za-z0-9_@+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    return shell.replace("%", "\\%");
  }
}
