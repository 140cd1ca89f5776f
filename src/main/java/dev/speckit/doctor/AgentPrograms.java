package dev.speckit.doctor;

import dev.speckit.agent.cli.Adapters;
import dev.speckit.host.Host;
import dev.speckit.host.Probe;
import dev.speckit.host.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The agent programs on the `PATH`, each asked for its version, all at the same time.
final class AgentPrograms {
  private static final List<String> VARIABLES =
      List.of("PATH", "HOME", "USER", "LANG", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR");

  /// Some need more than five seconds on a busy machine.
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private static final int BYTES_MAX = 4096;
  private static final Pattern VERSION =
      Pattern.compile("\\d+\\.\\d+(?:[0-9A-Za-z.+-]*[0-9A-Za-z])?");

  private final Host host;
  private final Duration deadline;

  AgentPrograms(Host host) {
    this(host, DEADLINE);
  }

  /// @param deadline for all of them together, as they are asked at the same time
  AgentPrograms(Host host, Duration deadline) {
    this.host = host;
    this.deadline = deadline;
  }

  List<Check> checks() throws InterruptedException {
    Map<String, Path> found = new LinkedHashMap<>();
    for (String name : Adapters.kinds()) {
      Programs.find(name, host).ifPresent(program -> found.put(name, program));
    }
    List<Probe.Ending> endings =
        Probe.runAll(found.values().stream().map(this::versionRequest).toList());
    Map<String, Probe.Ending> answers = new LinkedHashMap<>();
    for (String name : found.keySet()) {
      answers.put(name, endings.get(answers.size()));
    }
    List<Check> checks = new ArrayList<>();
    for (String name : Adapters.kinds()) {
      Path program = found.get(name);
      Probe.Ending answer = answers.get(name);
      checks.add(program == null || answer == null ? absent(name) : check(name, program, answer));
    }
    return List.copyOf(checks);
  }

  /// Runs in the user's home, so that no setting of a project acts on the program.
  private Probe.Request versionRequest(Path program) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : VARIABLES) {
      host.variable(name).ifPresent(value -> environment.put(name, value));
    }
    return new Probe.Request(
        List.of(program.toString(), "--version"), host.home(), environment, deadline, BYTES_MAX);
  }

  private static Check check(String name, Path program, Probe.Ending ending) {
    String remedy = "run it by hand: " + program + " --version";
    return switch (ending) {
      case Probe.Ended ended when ended.exit() != 0 ->
          warning(name, program + " --version exits " + ended.exit(), remedy);
      case Probe.Ended ended ->
          version(ended.out())
              .map(version -> Check.ok(label(name), version + " at " + program))
              .orElseGet(() -> warning(name, program + " --version names no version", remedy));
      case Probe.Late late ->
          warning(
              name,
              program + " --version did not end within " + late.deadline().toSeconds() + " s",
              remedy);
      case Probe.NotStarted not -> warning(name, program + ": " + not.why(), remedy);
    };
  }

  private static Check warning(String name, String detail, String remedy) {
    return Check.warning(label(name), detail, remedy);
  }

  private static Check absent(String name) {
    return Check.absent(label(name), "not on the PATH; the built-in analysts need no agent", null);
  }

  private static Optional<String> version(String out) {
    Matcher matcher = VERSION.matcher(out);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  private static String label(String name) {
    return "agent " + name;
  }
}
