package dev.speckit.pipeline;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.run.Journal;
import dev.speckit.run.RunTable;
import dev.speckit.spec.SpecReport;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.Optional;

/// `speckit show`: one spec, or one run.
public final class ShowCommand implements Command {
  private final Host host;

  public ShowCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("show", "Show one spec or one run")
        .description(
            """
            A spec is named by its id or an alias. A run is named by its id, the beginning of one, \
            or `last`.\
            """)
        .parameters(Parameter.required("id", "A spec's id or alias, a run's id, or `last`"))
        .example("show 1001", "Shows the spec 1001: requirements, criteria, files.")
        .example("show last", "Shows the newest run: agents, agreement, dissent, questions.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    String reference = call.arguments().get("id");
    if (looksLikeRun(reference)) {
      return showRun(workspace, reference);
    }
    return SpecReport.of(SpecTree.open(workspace).find(reference));
  }

  /// Run ids begin with a date; a spec's id is shorter, and no alias is all digits and dashes.
  private static boolean looksLikeRun(String reference) {
    return reference.equals("last") || reference.matches("[0-9]{8}(-[0-9a-f-]*)?");
  }

  private Report showRun(Path workspace, String reference) throws InterruptedException {
    Optional<Store> found = new Fence(workspace).openStore(host);
    if (found.isEmpty()) {
      throw Runs.unknown(reference);
    }
    try (Store store = found.get()) {
      RunTable.RunRow row = Runs.find(store, reference);
      return RunReport.read(workspace, new Journal(store, host), row).seen();
    }
  }
}
