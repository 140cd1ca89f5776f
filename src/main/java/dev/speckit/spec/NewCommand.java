package dev.speckit.spec;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// `new epic|feature|task TITLE`: a spec with its context, linked with its parent both ways.
public final class NewCommand implements Command {
  private final Host host;
  private final Function<Path, Set<Integer>> idsElsewhere;

  /// @param idsElsewhere ids used on other local branches of a workspace
  public NewCommand(Host host, Function<Path, Set<Integer>> idsElsewhere) {
    this.host = host;
    this.idsElsewhere = idsElsewhere;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("new", "Make a new epic, feature or task")
        .description(
            "Makes the document and its context, and links parent and child both ways. The id is"
                + " the next free one of the epic's thousand, ids on other local branches"
                + " included.")
        .parameters(
            Parameter.choice("kind", "What to make", List.of("epic", "feature", "task")),
            Parameter.required("title", "What it is called, one line"),
            Parameter.option(
                "parent", "ID", "The epic of a feature, the feature of a task (id or alias)"),
            Parameter.option("id", "N", "The id to use in place of the next free one"))
        .example("new epic \"Cold storage\"", "Makes the next epic.")
        .example("new feature \"Nightly copy\" --parent 1000", "Makes a feature of epic 1000.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    SpecKind kind = SpecKind.valueOf(call.arguments().get("kind").toUpperCase(Locale.ROOT));
    Path workspace = Workspace.find(host);
    SpecEntry made =
        new SpecCreator(host, workspace, idsElsewhere)
            .create(
                kind,
                call.arguments().get("title"),
                call.arguments().find("parent"),
                call.arguments().find("id"));
    Json.Fields data =
        Json.fields()
            .with("id", made.id().toString())
            .with("path", made.path())
            .with("context", SpecEntry.relative(workspace, made.contextPath()))
            .withPresent("parent", made.parent().map(SpecId::toString).orElse(null));
    return Report.of(
        data,
        new Block.Facts(
            List.of(
                Block.Facts.fact(kind.word(), made.id().toString(), Tone.STRONG),
                Block.Facts.fact("document", made.path()),
                Block.Facts.fact("context", SpecEntry.relative(workspace, made.contextPath())))));
  }
}
