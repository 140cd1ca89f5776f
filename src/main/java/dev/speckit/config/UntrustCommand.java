package dev.speckit.config;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.file.Path;

/// `speckit untrust [DIR]`: takes the permission back.
public final class UntrustCommand implements Command {
  private final Host host;

  public UntrustCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("untrust", "Take back what `trust` allowed")
        .parameters(Parameter.optional("dir", "The workspace; default: here"))
        .example("untrust", "The settings of this workspace start nothing any more.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path folder = TrustCommand.folder(host, call);
    boolean removed = Trust.of(host).untrust(folder);
    Json.Fields data =
        Json.fields()
            .with("workspace", folder.toString())
            .with("trusted", false)
            .with("changed", removed);
    return Report.of(
        data, Block.Notes.of(folder + (removed ? " is not trusted any more" : " was not trusted")));
  }
}
