package dev.speckit.host;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The running processes as Linux shows them in `/proc`. Elsewhere the table is empty.
final class ProcessTable {
  private static final Path ROOT = Path.of("/proc");

  /// Fields after the closing bracket of the program's name in `/proc/N/stat`, from 0: state,
  /// parent, group, session, processor time and start, both in clock ticks, the latter since boot.
  private static final int PARENT = 1;

  private static final int GROUP = 2;
  private static final int SESSION = 3;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int START = 19;

  /// Linux shows times in hundredths of a second to every program, whatever the kernel counts in.
  private static final int TICKS_PER_SECOND = 100;

  private static final int SLACK = TICKS_PER_SECOND;
  private static final int MILLIS_PER_TICK = 1000 / TICKS_PER_SECOND;
  private static final long NANOS_PER_TICK = 1_000_000L * MILLIS_PER_TICK;

  private static final int PIECE_BYTES = 4096;

  private ProcessTable() {}

  /// One line of the table.
  ///
  /// @param startTicks clock ticks since boot, never changed by setting the clock
  /// @param cpuTicks clock ticks of processor time, children left out
  record Row(
      long pid, char state, long parent, long group, long session, long startTicks, long cpuTicks) {
    /// Processor time used.
    long cpuMillis() {
      return cpuTicks * 1000 / TICKS_PER_SECOND;
    }

    /// Ended, and only its parent has not asked yet: it holds nothing and cannot be ended again.
    boolean isEnded() {
      return state == 'Z' || state == 'X';
    }
  }

  /// Clock ticks since boot, as the rows count them, a second ago or earlier; 0 when the system
  /// does not say.
  static long nowTicks() {
    return Clock.TICKS < 0
        ? 0
        : Math.max(0, Clock.TICKS + (System.nanoTime() - Clock.NANOS) / NANOS_PER_TICK - SLACK);
  }

  /// When a process started; empty when the system does not say. Agrees with what Java says.
  static Optional<Instant> startedAt(Row row) {
    return Clock.BOOT.map(boot -> boot.plusMillis(row.startTicks() * MILLIS_PER_TICK));
  }

  /// The system's clock, read once. It goes on while the machine sleeps and Java's does not: what
  /// is reckoned from it is never too late.
  private static final class Clock {
    static final long NANOS = System.nanoTime();
    static final long TICKS = uptimeTicks();
    static final Optional<Instant> BOOT =
        row(ProcessHandle.current().pid())
            .flatMap(own ->
                ProcessHandle.current()
                    .info()
                    .startInstant()
                    .map(start -> start.minusMillis(own.startTicks() * MILLIS_PER_TICK)));

    private static long uptimeTicks() {
      try {
        String seconds = Files.readString(ROOT.resolve("uptime"), StandardCharsets.ISO_8859_1);
        double value = Double.parseDouble(seconds.substring(0, seconds.indexOf(' ')));
        return (long) (value * TICKS_PER_SECOND);
      } catch (IOException | RuntimeException _) {
        return -1;
      }
    }
  }

  /// The number that was given out last, to a process or a thread; 0 when the system does not say.
  static long lastNumber() {
    try {
      String load = new String(read(ROOT + "/loadavg"), StandardCharsets.ISO_8859_1).strip();
      return Math.max(0, number(load, load.lastIndexOf(' ') + 1, load.length()));
    } catch (IOException _) {
      return 0;
    }
  }

  /// How many numbers there are; 0 when the system does not say.
  static long numbers() {
    try {
      String most = new String(read(ROOT + "/sys/kernel/pid_max"), StandardCharsets.ISO_8859_1);
      return Math.max(0, number(most.strip(), 0, most.strip().length()));
    } catch (IOException _) {
      return 0;
    }
  }

  /// The handle of exactly this process, not of a later one with its number.
  static Optional<ProcessHandle> handle(Row row) {
    return ProcessHandle.of(row.pid())
        .filter(_ -> row(row.pid()).map(now -> now.startTicks() == row.startTicks()).orElse(false));
  }

  static boolean isEnded(long pid) {
    return row(pid).map(Row::isEnded).orElse(false);
  }

  static Optional<Row> row(long pid) {
    String stat;
    try {
      stat = new String(read(pid, "stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return Optional.empty();
    }
    // The name may hold blanks and brackets of its own; only the last bracket ends it.
    int end = stat.lastIndexOf(')') + 2;
    long[] fields = new long[START + 1];
    int at = end + 2;
    for (int field = PARENT; field <= START; field++) {
      int blank = stat.indexOf(' ', at);
      if (end < 2 || blank < 0) {
        return Optional.empty();
      }
      fields[field] = number(stat, at, blank);
      at = blank + 1;
    }
    return Optional.of(
        new Row(
            pid,
            stat.charAt(end),
            fields[PARENT],
            fields[GROUP],
            fields[SESSION],
            fields[START],
            fields[USER_TICKS] + fields[SYSTEM_TICKS]));
  }

  private static long number(String text, int from, int to) {
    try {
      return Long.parseLong(text, from, to, 10);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  /// A stream takes a third of what a channel takes for a file of the system's, and a look reads
  /// hundreds.
  private static byte[] read(long pid, String file) throws IOException {
    return read(ROOT + "/" + pid + "/" + file);
  }

  private static byte[] read(String file) throws IOException {
    try (var in = new FileInputStream(file)) {
      byte[] piece = new byte[PIECE_BYTES];
      int length = Math.max(0, in.read(piece));
      if (length < PIECE_BYTES) {
        return Arrays.copyOf(piece, length);
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.write(piece, 0, length);
      var _ = in.transferTo(all);
      return all.toByteArray();
    }
  }

  /// Running processes that started at or after `startTicks`, this program left out.
  static List<Row> since(long startTicks) {
    List<Row> rows = new ArrayList<>();
    long own = ProcessHandle.current().pid();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(ROOT, ProcessTable::isNumber)) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (pid == own) {
          continue;
        }
        row(pid)
            .filter(row -> row.startTicks() >= startTicks && !row.isEnded())
            .ifPresent(rows::add);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException _) {
      return rows;
    }
    return rows;
  }

  private static boolean isNumber(Path entry) {
    String name = entry.getFileName().toString();
    return !name.isEmpty()
        && name.length() < 19
        && name.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }

  /// Whether every `NAME=value` stands in the environment the process was started with. False for a
  /// process of somebody else: its environment cannot be read.
  static boolean hasAll(long pid, Set<String> variables) {
    return !variables.isEmpty() && environment(pid).containsAll(variables);
  }

  /// The value of a variable in the environment a process was started with.
  static Optional<String> variable(long pid, String name) {
    String start = name + "=";
    return environment(pid).stream()
        .filter(each -> each.startsWith(start))
        .map(each -> each.substring(start.length()))
        .findFirst();
  }

  /// Whether a process counts its numbers as this program does. One in a container does not.
  static boolean isInOurNumbers(long pid) {
    try {
      return Files.readSymbolicLink(ROOT.resolve(Long.toString(pid)).resolve("ns/pid"))
          .equals(Files.readSymbolicLink(ROOT.resolve("self/ns/pid")));
    } catch (IOException _) {
      return false;
    }
  }

  /// `NAME=value` as the process was started with them; empty when they cannot be read. One empty
  /// text for a process that has none, which also one is that just becomes another program, and
  /// every thread of the kernel.
  static Set<String> environment(long pid) {
    try {
      return new HashSet<>(
          List.of(new String(read(pid, "environ"), StandardCharsets.UTF_8).split("\0", -1)));
    } catch (IOException _) {
      return Set.of();
    }
  }
}
