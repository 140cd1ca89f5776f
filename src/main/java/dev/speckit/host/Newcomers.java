package dev.speckit.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Processes born after another one, found by their numbers: Linux gives these out in order, so
/// whatever came of a program has a number between its own and the last. A program that ended soon
/// is searched after by looking at the few numbers given out since, not at all processes.
final class Newcomers {
  /// With more than these a look at all processes costs no more.
  private static final int NUMBERS_MAX = 64;

  /// More than any machine gives out: a birth takes the kernel some microseconds, one at a time.
  /// Any slower, the numbers cannot have come round to the same again.
  private static final long NUMBERS_PER_MILLI = 500;

  private static final Path LAST = Path.of("/proc/loadavg");
  private static final Path OWN = Path.of("/proc/self/stat");
  private static final Path OWN_THREADS = Path.of("/proc/self/task");

  private Newcomers() {}

  /// Who runs now and was born after this one, threads of this program left out. Empty when numbers
  /// cannot tell.
  ///
  /// @param pid a process that this program started
  /// @param nanos `System.nanoTime` before it was started
  static Optional<List<ProcessTable.Row>> after(long pid, long nanos) {
    List<ProcessTable.Row> found = new ArrayList<>();
    long from = pid;
    long last = ProcessTable.lastNumber();
    // As long as births go on: one that was looked at may have had a child and be gone.
    while (last != from) {
      if (last < from || last - pid > NUMBERS_MAX) {
        return Optional.empty();
      }
      for (long number = from + 1; number <= last; number++) {
        if (!Files.exists(OWN_THREADS.resolve(Long.toString(number)))) {
          ProcessTable.row(number).filter(row -> !row.isEnded()).ifPresent(found::add);
        }
      }
      from = last;
      last = ProcessTable.lastNumber();
    }
    long millis = (System.nanoTime() - nanos) / 1_000_000;
    return millis < Numbers.MILLIS_MAX ? Optional.of(found) : Optional.empty();
  }

  private static final class Numbers {
    static final long MILLIS_MAX = isTrue() ? ProcessTable.numbers() / NUMBERS_PER_MILLI : 0;

    /// In a container another program may stand in for the file, with the numbers of the machine.
    private static boolean isTrue() {
      try {
        return Files.getAttribute(LAST, "unix:dev").equals(Files.getAttribute(OWN, "unix:dev"));
      } catch (IOException | IllegalArgumentException | UnsupportedOperationException _) {
        return false;
      }
    }
  }
}
