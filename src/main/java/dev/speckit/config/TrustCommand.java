package dev.speckit.config;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// `speckit trust [DIR]`: shows what the project file would run, and allows it.
public final class TrustCommand implements Command {
  private final Host host;
  private final Function<Path, List<String>> actions;

  /// @param actions what the project file of a workspace would run, one line each; it throws when
  ///   the file is invalid, so that nothing unseen is trusted
  public TrustCommand(Host host, Function<Path, List<String>> actions) {
    this.host = host;
    this.actions = actions;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("trust", "Allow this workspace's settings to run programs")
        .description(
            """
            Commands and keys of a project's speckit.toml act only in a workspace that you trust. \
            The permission is kept in your own settings, by path.\
            """)
        .parameters(Parameter.optional("dir", "The workspace; default: here"))
        .example("trust", "Shows what speckit.toml would run and allows it.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path folder = folder(host, call);
    List<String> lines = actions.apply(folder);
    boolean added = Trust.of(host).trust(folder);
    Path real = Disk.realPath(folder).orElse(folder);
    Json.Fields data =
        Json.fields()
            .with("workspace", real.toString())
            .with("trusted", true)
            .with("changed", added)
            .with("runs", Json.texts(lines));
    List<Block.Cell> shown = new java.util.ArrayList<>();
    shown.add(Block.Cell.of(real + (added ? " is now trusted" : " was already trusted")));
    shown.add(Block.Cell.of(lines.isEmpty() ? "Its settings run nothing." : "It may run:"));
    lines.forEach(line -> shown.add(Block.Cell.of("  " + line)));
    Report report = Report.of(data, new Block.Notes(shown));
    return isBroad(real)
        ? report.warning(
            Problem.of("broad-trust", "this is no project folder but your home or the root")
                .at(real.toString())
                .remedy("take it back with `speckit untrust` if it was a slip"))
        : report;
  }

  private boolean isBroad(Path real) {
    return real.getParent() == null || real.equals(Disk.realPath(host.home()).orElse(host.home()));
  }

  static Path folder(Host host, Call call) {
    return call.arguments().find("dir").map(host.directory()::resolve).orElse(host.directory());
  }
}
