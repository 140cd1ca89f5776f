package dev.speckit.doctor;

import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.Host;
import dev.speckit.host.Probe;
import dev.speckit.host.Programs;
import dev.speckit.host.Spawning;
import java.io.Console;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The machine below speckit: Java, git, terminal, disk, process sessions, how children are
/// started.
final class MachineChecks {
  private static final int JAVA_MIN = 25;
  private static final long FREE_BYTES_WARNING = 1L << 30;
  private static final long FREE_BYTES_PROBLEM = 64L << 20;
  private static final String CACHE_OPTION = "-XX:AOTCache=";
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\D+(\\d+).*", Pattern.DOTALL);

  private final Host host;

  MachineChecks(Host host) {
    this.host = host;
  }

  List<Check> checks() throws InterruptedException {
    return List.of(java(), startCache(), git(), sessions(), children(), terminal(), disk());
  }

  private static Check java() {
    Runtime.Version version = Runtime.version();
    String detail = version + " at " + System.getProperty("java.home");
    return version.feature() >= JAVA_MIN
        ? Check.ok("jdk", detail)
        : Check.problem("jdk", detail, "install JDK " + JAVA_MIN + " and set JAVA_HOME to it");
  }

  private static Check startCache() {
    Optional<Path> cache =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith(CACHE_OPTION))
            .map(argument -> Path.of(argument.substring(CACHE_OPTION.length())))
            .findFirst();
    return startCache(cache, System.getProperty("java.vm.info", ""));
  }

  /// The JVM goes on without a word when it refuses a cache; only its own description tells.
  static Check startCache(Optional<Path> cache, String machine) {
    String name = "start-up cache";
    String rebuild = "build again; without the cache every start is slower, nothing else changes";
    if (cache.isEmpty()) {
      return Check.absent(name, "not in use: the JVM was started without one", null);
    }
    if (!Disk.isFile(cache.get())) {
      return Check.warning(name, "not in use: " + cache.get() + " is not there", rebuild);
    }
    if (!machine.contains("sharing")) {
      String why = "not in use: the JVM refused " + cache.get() + ", made by another JDK or build";
      return Check.warning(name, why, rebuild);
    }
    return Check.ok(name, "in use: " + cache.get());
  }

  private Check git() throws InterruptedException {
    Optional<Git> git = Git.find(host);
    if (git.isEmpty()) {
      return Check.problem("git", "not on the PATH", Git.REMEDY);
    }
    Optional<String> version = git.get().version();
    Path program = git.get().program();
    if (version.isEmpty()) {
      return Check.problem("git", program + " does not tell its version", Git.REMEDY);
    }
    String detail = version.get() + " at " + program;
    return isAtLeast(version.get(), Git.VERSION_MIN)
        ? Check.ok("git", detail)
        : Check.problem("git", detail + " is too old", Git.REMEDY);
  }

  /// Whether `2.39.5` is at least `2.30`; the first two numbers decide.
  static boolean isAtLeast(String version, String least) {
    Matcher given = NUMBERS.matcher(version);
    Matcher wanted = NUMBERS.matcher(least);
    if (!given.matches() || !wanted.matches()) {
      return false;
    }
    int major = Integer.compare(number(given, 1), number(wanted, 1));
    return major > 0 || (major == 0 && number(given, 2) >= number(wanted, 2));
  }

  private static int number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private Check sessions() {
    return Programs.session()
        .map(program -> Check.ok("setsid", program.toString()))
        .orElseGet(() ->
            Check.problem(
                "setsid",
                "not found; programs get a session of their own through it where posix_spawn is"
                    + " not in use",
                "install util-linux"));
  }

  private static Check children() {
    return Check.ok("children", "are started " + Spawning.description());
  }

  private Check terminal() throws InterruptedException {
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
      return Check.ok("terminal", "none: plain lines, no colour, no questions");
    }
    boolean colour =
        host.variable("NO_COLOR").isEmpty() && !host.variable("TERM").orElse("dumb").equals("dumb");
    String width = width().map(columns -> ", " + columns + " columns").orElse("");
    return Check.ok("terminal", (colour ? "with colour" : "without colour") + width);
  }

  private Optional<String> width() throws InterruptedException {
    Optional<Path> stty = Programs.find("stty", host);
    if (stty.isEmpty()) {
      return Optional.empty();
    }
    Probe.Ending ending =
        Probe.run(
            new Probe.Request(
                List.of(stty.get().toString(), "-F", "/dev/tty", "size"),
                host.home(),
                Map.of(),
                Duration.ofSeconds(2),
                100));
    if (!(ending instanceof Probe.Ended ended) || ended.exit() != 0) {
      return Optional.empty();
    }
    Matcher matcher = NUMBERS.matcher(ended.out());
    return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
  }

  private Check disk() {
    Path folder = host.directory();
    if (!Disk.isWritable(folder)) {
      return Check.problem(
          "disk", folder + " cannot be written to", "check its owner and permissions");
    }
    return Disk.freeBytes(folder)
        .map(free -> disk(folder, free))
        .orElseGet(() -> Check.ok("disk", folder + " can be written to; free space is unknown"));
  }

  static Check disk(Path folder, long free) {
    String detail = megabytes(free) + " free at " + folder;
    if (free < FREE_BYTES_PROBLEM) {
      return Check.problem("disk", detail, "free some space; a run keeps all raw output");
    }
    return free < FREE_BYTES_WARNING
        ? Check.warning("disk", detail, "free some space; a run keeps all raw output")
        : Check.ok("disk", detail);
  }

  private static String megabytes(long bytes) {
    return bytes >= 10L << 30
        ? (bytes >> 30) + " GiB"
        : String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }
}
