package dev.speckit.guide;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.testkit.Snapshot;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A workspace whose agents are taught.
final class Taught {
  private final Path workspace;

  private Taught(Path workspace) {
    this.workspace = workspace;
  }

  static Taught in(Path temporary) throws Exception {
    Path folder = temporary.toRealPath().resolve("ws");
    Workspaces.createSpecs(folder);
    Files.writeString(folder.resolve("speckit.toml"), "");
    return new Taught(folder);
  }

  Path workspace() {
    return workspace;
  }

  Path at(String path) {
    return workspace.resolve(path);
  }

  void write(String path, String text) {
    Workspaces.write(at(path), text);
  }

  String read(String path) {
    return Workspaces.read(at(path));
  }

  Map<String, String> snapshot() {
    return Snapshot.of(workspace);
  }

  Report install(String names, String... flags) throws InterruptedException {
    return agents("install", names, flags);
  }

  Report uninstall(String names, String... flags) throws InterruptedException {
    return agents("uninstall", names, flags);
  }

  Report status(String names) throws InterruptedException {
    return agents("status", names);
  }

  private Report agents(String what, String names, String... flags) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("what", List.of(what));
    if (!names.isEmpty()) {
      values.put("names", List.of(names.split(" ", -1)));
    }
    for (String flag : flags) {
      values.put(flag, List.of("true"));
    }
    return call(new AgentsCommand(host()), values);
  }

  Report guide(Map<String, List<String>> values) throws InterruptedException {
    return call(new GuideCommand(host()), values);
  }

  private static Report call(Command command, Map<String, List<String>> values)
      throws InterruptedException {
    return command.run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  private Host host() {
    return new Host(
        () -> Instant.EPOCH, new Random(1), Map.of(), workspace, workspace.resolveSibling("home"));
  }

  /// The state of each file that a call tells of, by path.
  static Map<String, String> states(Report report) {
    Map<String, String> states = new LinkedHashMap<>();
    for (Json.Fields file : report.data().objects("files")) {
      states.put(file.text("path").orElseThrow(), file.text("state").orElseThrow());
    }
    return states;
  }

  /// `code place` of each.
  static List<String> lines(List<Problem> problems) {
    return problems.stream().map(each -> each.code() + " " + each.place()).toList();
  }
}
