package dev.speckit.spec;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// `list`: every spec with its status and how many of its criteria are met.
public final class ListCommand implements Command {
  private final Host host;
  private final Function<Path, Map<SpecId, String>> runStates;

  /// @param runStates the state of each spec's last run in a workspace; specs without one are
  ///   absent
  public ListCommand(Host host, Function<Path, Map<SpecId, String>> runStates) {
    this.host = host;
    this.runStates = runStates;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("list", "Show all specs with their status")
        .parameters(
            Parameter.option(
                "status",
                "STATUS",
                "Only specs of this status",
                List.of("planning", "implementing", "completed", "blocked")),
            Parameter.option(
                "kind", "KIND", "Only specs of this kind", List.of("epic", "feature", "task")))
        .example("list --status blocked", "Shows what cannot go on.");
  }

  @Override
  public Report run(Call call) {
    Path workspace = Workspace.find(host);
    String status = call.arguments().find("status").orElse("").toLowerCase(Locale.ROOT);
    String kind = call.arguments().find("kind").orElse("").toLowerCase(Locale.ROOT);
    List<Problem> unreadable = new ArrayList<>();
    Map<SpecId, String> runs = runStates(workspace, unreadable);
    List<SpecEntry> shown =
        SpecTree.open(workspace).all().stream()
            .filter(entry -> status.isEmpty() || entry.status().equals(status))
            .filter(entry -> kind.isEmpty() || entry.kind().word().equals(kind))
            .toList();
    Report report =
        Report.of(
            Json.fields().with("specs", shown.stream().map(each -> json(each, runs)).toList()),
            table(shown, runs));
    for (Problem problem : unreadable) {
      report = report.warning(problem);
    }
    for (SpecEntry entry : shown) {
      for (Problem problem : entry.document().problems()) {
        if (entry.document().text().isEmpty()) {
          report = report.warning(problem);
        }
      }
    }
    return report;
  }

  /// Specs are plain files: a store that cannot be read costs one column, not the list.
  private Map<SpecId, String> runStates(Path workspace, List<Problem> unreadable) {
    try {
      return runStates.apply(workspace);
    } catch (Failure.Unavailable | Failure.Invalid failure) {
      unreadable.addAll(failure.problems());
      return Map.of();
    }
  }

  private static Block table(List<SpecEntry> shown, Map<SpecId, String> runs) {
    if (shown.isEmpty()) {
      return Block.Notes.of("No specs. Make one: speckit new epic TITLE");
    }
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (SpecEntry entry : shown) {
      int all = entry.document().criteria().size();
      rows.add(
          List.of(
              Block.Cell.of(entry.id().toString(), Tone.STRONG),
              Block.Cell.of(entry.kind().word()),
              Block.Cell.of(entry.document().title()),
              Block.Cell.of(entry.status()),
              Block.Cell.of(all == 0 ? "" : entry.criteriaMet() + "/" + all),
              Block.Cell.of(runs.getOrDefault(entry.id(), ""))));
    }
    return new Block.Table(
        "", List.of("id", "kind", "title", "status", "criteria", "last run"), rows);
  }

  private static Json.Fields json(SpecEntry entry, Map<SpecId, String> runs) {
    return Json.fields()
        .with("id", entry.id().toString())
        .with("kind", entry.kind().word())
        .with("title", entry.document().title())
        .with("status", entry.status())
        .with("path", entry.path())
        .withPresent("parent", entry.parent().map(SpecId::toString).orElse(null))
        .with(
            "criteria",
            Json.fields()
                .with("met", entry.criteriaMet())
                .with("total", entry.document().criteria().size()))
        .withPresent("last_run", runs.get(entry.id()));
  }
}
