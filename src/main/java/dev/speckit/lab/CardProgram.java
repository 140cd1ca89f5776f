package dev.speckit.lab;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Clocks;
import dev.speckit.host.Host;
import dev.speckit.host.Probe;
import dev.speckit.host.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An agent program that a card is made of.
///
/// @param program where it was found; null when it is not installed
/// @param version as it says itself; null when it does not
/// @param command how it is started, without the prompt; long words shortened, folders of the
///   attempt as `SCRATCH`
/// @param environment names of the variables its adapter sets
record CardProgram(
    Adapter adapter,
    @Nullable Path program,
    @Nullable String version,
    List<String> command,
    List<String> environment) {
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final int BYTES_MAX = 4096;
  private static final int WORD_MAX = 60;
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+([.+-]?[0-9A-Za-z]+)*");

  /// Short, so that silence ends soon, and long enough for the slowest start on a busy machine and
  /// for the longest pause of a program between two tries of its own.
  private static final Clocks CLOCKS =
      new Clocks(Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(90));

  CardProgram {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  static CardProgram look(Adapter adapter, Host host) throws InterruptedException {
    Path program = Programs.find(adapter.program(), host).orElse(null);
    if (program == null) {
      return new CardProgram(adapter, null, null, List.of(), List.of());
    }
    Path scratch = Path.of("/SCRATCH");
    Adapter.Invocation shown =
        adapter.invocation(
            new Adapter.Request(
                program,
                scratch,
                scratch,
                true,
                scratch,
                Adapter.Mode.READ_ONLY,
                Expected.of(adapter.kind()).model().orElse(null),
                "URL",
                "{}",
                "NONCE"));
    return new CardProgram(
        adapter,
        program,
        version(program, host),
        shown.command().stream().map(CardProgram::shortened).toList(),
        List.copyOf(new TreeSet<>(shown.environment().keySet())));
  }

  boolean isInstalled() {
    return program != null;
  }

  private static String shortened(String word) {
    String shown = word.replace("/SCRATCH", "SCRATCH");
    return shown.length() <= WORD_MAX ? shown : shown.substring(0, WORD_MAX) + "...";
  }

  private static @Nullable String version(Path program, Host host) throws InterruptedException {
    Map<String, String> environment = new TreeMap<>();
    for (String name : List.of("PATH", "HOME", "LANG")) {
      host.variable(name).ifPresent(value -> environment.put(name, value));
    }
    Probe.Ending ending =
        Probe.run(
            new Probe.Request(
                List.of(program.toString(), "--version"),
                host.home(),
                environment,
                DEADLINE,
                BYTES_MAX));
    return ending instanceof Probe.Ended ended && ended.exit() == 0
        ? version(ended.out()).orElse(null)
        : null;
  }

  private static Optional<String> version(String out) {
    Matcher matcher = VERSION.matcher(out);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  /// The variable in which it takes the key of a provider that is not its maker's.
  String keyVariable() {
    return adapter.keyVariable("http://127.0.0.1");
  }

  /// The agent that speaks to the lab.
  AgentDefinition.Cli definition(String baseUrl) {
    Path found = program;
    if (found == null) {
      throw new IllegalStateException(adapter.kind() + " is not installed");
    }
    return new AgentDefinition.Cli(
        new AgentName(adapter.kind()),
        adapter,
        found.toString(),
        null,
        Expected.of(adapter.kind()).model().orElse(null),
        null,
        baseUrl,
        CLOCKS,
        AgentDefinition.Origin.USER);
  }

  /// All environment names and words, for people.
  List<String> launch() {
    List<String> words = new ArrayList<>(environment.stream().map(name -> name + "=...").toList());
    words.addAll(command);
    return words;
  }
}
