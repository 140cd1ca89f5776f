package dev.speckit.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Running processes that carry certain variables in their environment, and what they use. Only on
/// Linux: elsewhere none is ever found.
public final class MarkedProcesses {
  private MarkedProcesses() {}

  /// One process.
  ///
  /// @param marks the variables that were asked for, as far as it has them
  /// @param cpuMillis processor time it has used, its children left out
  /// @param memoryBytes main memory it holds, parts shared with others included
  public record Marked(
      ProcessIdentity process, Map<String, String> marks, long cpuMillis, long memoryBytes) {
    public Marked {
      marks = Map.copyOf(marks);
    }
  }

  /// All that have the first variable. This program itself is left out.
  ///
  /// @param mark the variable that they must have
  /// @param more others whose values are wanted
  public static List<Marked> find(String mark, Set<String> more) {
    List<Marked> found = new ArrayList<>();
    for (ProcessTable.Row row : ProcessTable.since(0)) {
      Map<String, String> marks = marks(row.pid(), mark, more);
      if (marks.containsKey(mark) && ProcessTable.isInOurNumbers(row.pid())) {
        ProcessTable.handle(row)
            .flatMap(ProcessIdentity::of)
            .map(process -> new Marked(process, marks, row.cpuMillis(), memory(row.pid())))
            .ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  private static Map<String, String> marks(long pid, String mark, Set<String> more) {
    Map<String, String> marks = new HashMap<>();
    for (String variable : ProcessTable.environment(pid)) {
      int at = variable.indexOf('=');
      String name = at < 0 ? variable : variable.substring(0, at);
      if (at >= 0 && (name.equals(mark) || more.contains(name))) {
        marks.put(name, variable.substring(at + 1));
      }
    }
    return marks;
  }

  private static long memory(long pid) {
    try {
      Path status = Path.of("/proc", Long.toString(pid), "status");
      String text = new String(Files.readAllBytes(status), StandardCharsets.ISO_8859_1);
      Optional<String> line = text.lines().filter(each -> each.startsWith("VmRSS:")).findFirst();
      return line.map(each -> Long.parseLong(each.replaceAll("\\D", "")) << 10).orElse(0L);
    } catch (IOException | NumberFormatException _) {
      return 0;
    }
  }
}
