package dev.speckit;

import dev.speckit.cli.Cli;
import dev.speckit.cli.Console;
import dev.speckit.command.Command;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The entry: words in, exit code out. Holds the only exit and the only shutdown hook.
final class Main {
  /// A command ends its children within seconds; whoever waits longer would be killed anyway.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Main() {}

  static void main(String[] words) {
    ExitCode code = runHere(words);
    // All that was started has ended and all that was written is on its way. Hooks have nothing
    // left to do, and an orderly exit takes a tenth of a short command.
    Runtime.getRuntime().halt(code.number());
  }

  /// A call in this process, with its streams and its signals.
  static ExitCode runHere(String... words) {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    // A library that prints must not break the one JSON object on stdout.
    System.setOut(System.err);
    CountDownLatch ended = new CountDownLatch(1);
    endOnSignal(Thread.currentThread(), ended);
    Host host = Host.system();
    ExitCode code = run(List.of(words), console(out, host), host, System.in);
    ended.countDown();
    return code;
  }

  /// The whole program but for the process around it.
  static ExitCode run(List<String> words, Console console, Host host, InputStream input) {
    return new Cli(
            console,
            version(),
            directory -> commands(host, directory, input),
            new AnswersOnDisk(host))
        .run(words);
  }

  /// An interrupt or a termination interrupts the command and waits until it has ended what it
  /// started. At the normal end there is nothing left to do.
  private static void endOnSignal(Thread command, CountDownLatch ended) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (ended.getCount() > 0) {
                    command.interrupt();
                    await(ended);
                    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
                  }
                },
                "shutdown"));
  }

  private static void await(CountDownLatch ended) {
    try {
      boolean _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Console console(OutputStream out, Host host) {
    String terminals = System.getProperty("speckit.terminal", "");
    return new Console(
        out,
        new FileOutputStream(FileDescriptor.err),
        host.environment(),
        terminals.contains("0"),
        terminals.contains("1"),
        terminals.contains("2"),
        columns());
  }

  private static int columns() {
    try {
      return Integer.parseInt(System.getProperty("speckit.columns", "0"));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static List<Command> commands(Host host, Optional<String> directory, InputStream input) {
    return Wiring.commands(
        directory.map(named -> at(host, named)).orElse(host), input, version().number());
  }

  private static Host at(Host host, String directory) {
    try {
      Path path = host.directory().resolve(Path.of(directory)).normalize();
      if (Disk.isFolder(path)) {
        return new Host(host.clock(), host.random(), host.environment(), path, host.home());
      }
      if (Disk.exists(path)) {
        throw notToActIn(directory, "the place to act in is no directory");
      }
    } catch (InvalidPathException _) {
      // Falls through: a path that cannot be is not there either.
    }
    throw notToActIn(directory, "the directory to act in is not there");
  }

  private static Failure.Usage notToActIn(String directory, String why) {
    return new Failure.Usage(
        Problem.of("no-such-directory", why)
            .at(directory)
            .remedy("name an existing directory after -C"));
  }

  private static Cli.Version version() {
    String number = System.getProperty("speckit.version", "");
    String build = System.getProperty("speckit.build", "");
    return new Cli.Version(number.isEmpty() ? packagedVersion() : number, build);
  }

  /// Outside of a distribution nobody has told the version.
  private static String packagedVersion() {
    Properties properties = new Properties();
    try (InputStream in = Main.class.getResourceAsStream("/speckit.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException failure) {
      throw new IllegalStateException("speckit.properties cannot be read", failure);
    }
    return properties.getProperty("version", "unknown");
  }
}
