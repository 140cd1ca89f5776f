package dev.speckit.agent;

import dev.speckit.host.Disk;
import dev.speckit.host.Faults;
import dev.speckit.host.Host;
import dev.speckit.host.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is started for one attempt.
///
/// @param reader of the program's own events; null for a program that prints its answer
record AgentLaunch(
    List<String> command, Map<String, String> environment, Transcript.@Nullable Reader reader) {
  /// The folder inside the scratch folder that is the home of a process with a key of its own.
  private static final String HOME = "home";

  /// Writes what the program wants to find, and says how it is started.
  ///
  /// @param fault starts in the place of the program, which then need not be there; what is read of
  ///   it is read as of the program. Null for none
  /// @return empty when there is no such program
  static Optional<AgentLaunch> of(
      AgentCall call, int attempt, Host host, Path scratch, Faults.@Nullable AgentFault fault) {
    AgentEnvironment environment = new AgentEnvironment(call, attempt, host, scratch);
    if (fault == null) {
      return real(call, host, scratch, environment);
    }
    Transcript.Reader reader =
        call.definition() instanceof AgentDefinition.Cli cli ? cli.adapter().reader() : null;
    return Optional.of(new AgentLaunch(fault.command(), environment.common(), reader));
  }

  private static Optional<AgentLaunch> real(
      AgentCall call, Host host, Path scratch, AgentEnvironment environment) {
    return switch (call.definition()) {
      case AgentDefinition.Program program ->
          Optional.of(new AgentLaunch(program.command(), environment.of(program), null));
      case AgentDefinition.Cli cli -> cli(cli, call, host, scratch, environment);
      case AgentDefinition.Analyst analyst ->
          Optional.of(new AgentLaunch(analyst(analyst.name()), environment.common(), null));
      case AgentDefinition.Replay replay ->
          throw new IllegalArgumentException("a recording is not started: " + replay.name());
    };
  }

  private static Optional<AgentLaunch> cli(
      AgentDefinition.Cli cli,
      AgentCall call,
      Host host,
      Path scratch,
      AgentEnvironment environment) {
    Optional<Path> program =
        Programs.find(cli.program(), call.task().workspace(), host.variable("PATH").orElse(""));
    if (program.isEmpty()) {
      return Optional.empty();
    }
    // With another base URL the sign-in in the user's home is nobody's business.
    boolean ownHome = cli.baseUrl() != null || host.variable(cli.keyVariable()).isPresent();
    if (ownHome) {
      Disk.makeFolders(scratch.resolve(HOME));
    }
    Adapter.Invocation invocation =
        cli.adapter()
            .invocation(
                new Adapter.Request(
                    program.get(),
                    call.task().workspace(),
                    scratch,
                    ownHome,
                    host.home(),
                    call.task().subject().writes() ? Adapter.Mode.WRITE : Adapter.Mode.READ_ONLY,
                    cli.model(),
                    cli.baseUrl(),
                    AnswerSchema.of(call.task().subject()).text(),
                    Long.toHexString(host.random().nextLong())));
    invocation
        .files()
        .forEach((file, text) -> {
          if (!file.normalize().startsWith(scratch)) {
            throw new IllegalStateException("an adapter writes outside of its folder: " + file);
          }
          Disk.writePrivately(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
    return Optional.of(
        new AgentLaunch(
            invocation.command(),
            environment.of(cli, ownHome, scratch.resolve(HOME), invocation.environment()),
            cli.adapter().reader()));
  }

  /// The launcher that started this program; without one, this very program again.
  private static List<String> analyst(AgentName name) {
    String launcher = System.getProperty("speckit.launcher");
    if (launcher != null && !launcher.isBlank()) {
      return List.of(launcher, "analyst", name.value());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.speckit.Main",
        "analyst",
        name.value());
  }
}
