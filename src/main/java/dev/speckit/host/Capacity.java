package dev.speckit.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// How many children this machine should have at once.
///
/// @param parallel children that run
/// @param starts children that are being started at the same moment
public record Capacity(int parallel, int starts) {
  /// An agent mostly waits for its provider; the rest of the time it parses.
  private static final int PARALLEL_PER_CORE = 5;

  private static final int PARALLEL_MAX = 64;

  /// What an agent on Node takes while it reads a project.
  private static final long CHILD_BYTES = 400L << 20;

  private static final int STARTS_PER_CORE = 2;
  private static final Path ROOT = Path.of("/");

  public Capacity {
    if (parallel < 1 || starts < 1) {
      throw new IllegalArgumentException("a machine can run one child");
    }
  }

  /// By the cores this program may use, and the memory that is free now.
  public static Capacity ofThisMachine() {
    return of(Runtime.getRuntime().availableProcessors(), freeBytes(ROOT));
  }

  /// @param freeBytes memory that new processes can have; empty when the system does not say
  public static Capacity of(int cores, OptionalLong freeBytes) {
    long byCores = (long) PARALLEL_PER_CORE * cores;
    long byMemory = freeBytes.isPresent() ? freeBytes.getAsLong() / CHILD_BYTES : PARALLEL_MAX;
    return new Capacity(
        Math.clamp(Math.min(byCores, byMemory), 1, PARALLEL_MAX), STARTS_PER_CORE * cores);
  }

  /// Of the machine, or of the control group when that has less left.
  ///
  /// @param root of the file system
  static OptionalLong freeBytes(Path root) {
    OptionalLong machine = available(read(root.resolve("proc/meminfo")));
    OptionalLong most = number(read(root.resolve("sys/fs/cgroup/memory.max")));
    OptionalLong used = number(read(root.resolve("sys/fs/cgroup/memory.current")));
    if (most.isEmpty() || used.isEmpty()) {
      return machine;
    }
    long group = Math.max(0, most.getAsLong() - used.getAsLong());
    return OptionalLong.of(machine.isPresent() ? Math.min(machine.getAsLong(), group) : group);
  }

  private static OptionalLong available(String meminfo) {
    return meminfo
        .lines()
        .filter(line -> line.startsWith("MemAvailable:"))
        .map(line -> line.replaceAll("\\D", ""))
        .flatMap(digits -> number(digits).stream().boxed())
        .mapToLong(kilobytes -> kilobytes << 10)
        .findFirst();
  }

  /// Empty also for `max`, which is no bound.
  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    } catch (IOException _) {
      return "";
    }
  }
}
