package dev.speckit.upkeep;

import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// An agent of the user's launchd (launchd.plist(5)). A time that was slept through is caught up at
/// the next waking.
final class LaunchdAgent {
  private LaunchdAgent() {}

  static TimerForm of(Timer timer, Host host) {
    String label = "dev.speckit." + timer.name();
    Path file = host.home().resolve("Library").resolve("LaunchAgents").resolve(label + ".plist");
    return new TimerForm.OfFiles(
        "launchd agent " + label,
        List.of(new TimerForm.OfFiles.Written(file, text(timer, label))),
        List.of(List.of("launchctl", "load", "-w", file.toString())),
        List.of(List.of("launchctl", "unload", "-w", file.toString())));
  }

  private static String text(Timer timer, String label) {
    String words =
        timer.words().stream()
            .map(word -> "    <string>" + escaped(word) + "</string>\n")
            .collect(Collectors.joining());
    String environment =
        timer.environment().entrySet().stream()
            .map(each ->
                "    <key>%s</key>\n    <string>%s</string>\n"
                    .formatted(escaped(each.getKey()), escaped(each.getValue())))
            .collect(Collectors.joining());
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <plist version="1.0">
    <dict>
      <key>Label</key>
      <string>%s</string>
      <key>ProgramArguments</key>
      <array>
    %s  </array>
      <key>EnvironmentVariables</key>
      <dict>
    %s  </dict>
      <key>StartCalendarInterval</key>
      <dict>
        <key>Hour</key>
        <integer>%d</integer>
        <key>Minute</key>
        <integer>%d</integer>
      </dict>
      <key>ProcessType</key>
      <string>Background</string>
      <key>LowPriorityIO</key>
      <true/>
    </dict>
    </plist>
    """
        .formatted(
            escaped(label), words, environment, timer.at().getHour(), timer.at().getMinute());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
