package dev.speckit.spec.link;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.Finding;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.UnifiedDiff;
import dev.speckit.spec.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `link check|fix|graph [ID]`: the links between specs, contexts and deliverables.
public final class LinkCommand implements Command {
  private final Host host;
  private final TraceComments comments;

  public LinkCommand(Host host, TraceComments comments) {
    this.host = host;
    this.comments = comments;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("link", "Check, fix or draw the links between specs")
        .description(
            "Links are resolved as Obsidian does. `check` finds dead, ambiguous and one-way links"
                + " and ends with 2 when one is dead, or when a document hides what it links to (a"
                + " code fence that is never closed). `fix` lets links follow renamed files and"
                + " headings, adds missing ways back, and tells what it left (and ends with 2 when"
                + " a dead link is left); ambiguous links are never touched. `graph` shows what"
                + " leads to what.")
        .parameters(
            Parameter.choice("action", "What to do", List.of("check", "fix", "graph")),
            Parameter.optional("id", "Only this spec and what belongs to it (id or alias)"),
            Parameter.flag("dry-run", "With fix: show the difference, change nothing"),
            Parameter.option("format", "NAME", "With graph: how to write it", GRAPH_FORMATS),
            Parameter.flag("files", "With graph: all files, not specs only"),
            Parameter.flag("strict", "With check: do not pass with warnings"))
        .example("link check", "Checks the links of all specs.")
        .example("link fix --dry-run", "Shows what would be mended.")
        .example("link graph --format mermaid", "Draws the specs for a Markdown page.");
  }

  /// What ends `fix` as it ends `check`.
  private static final Set<String> ERRORS = Set.of("dead-link", "open-fence", "changed-meanwhile");

  private static final List<String> GRAPH_FORMATS = List.of("text", "dot", "mermaid", "json");

  @Override
  public Report run(Call call) throws InterruptedException {
    SpecTree tree = SpecTree.open(Workspace.find(host));
    String action = call.arguments().get("action");
    refuseForeign(call, action);
    Optional<SpecEntry> only = call.arguments().find("id").map(tree::find);
    return switch (action) {
      case "check" -> check(tree, only, call.arguments().has("strict"));
      case "fix" -> fix(tree, only, call.arguments().has("dry-run"));
      case "graph" ->
          graph(
              tree,
              only,
              call.arguments().find("format").orElse("text"),
              call.arguments().has("files"));
      default -> throw new IllegalStateException("not a declared action: " + action);
    };
  }

  private static void refuseForeign(Call call, String action) {
    Map<String, String> actions =
        Map.of("dry-run", "fix", "format", "graph", "files", "graph", "strict", "check");
    actions.forEach((option, owner) -> {
      if (call.arguments().has(option) && !owner.equals(action)) {
        throw new Failure.Usage(
            Problem.of("bad-option", "--" + option + " belongs to link " + owner)
                .remedy("leave it out, or call speckit link " + owner));
      }
    });
  }

  /// Whether a file belongs to the spec that was asked for.
  private static boolean isWanted(Optional<SpecEntry> only, String file) {
    if (only.isEmpty()) {
      return true;
    }
    SpecEntry spec = only.get();
    String folder = LinkResolver.folder(spec.path());
    return switch (spec.kind()) {
      case EPIC, FEATURE -> file.startsWith(folder + "/");
      case TASK -> file.startsWith(folder + "/" + spec.id() + ".");
    };
  }

  private Report check(SpecTree tree, Optional<SpecEntry> only, boolean strict) {
    LinkWork work = new LinkWork(host, tree, comments);
    WorkspaceLinks.Seen seen = WorkspaceLinks.see(tree);
    LinkIndex index = seen.index();
    List<Finding> all = new ArrayList<>(seen.unseen());
    all.addAll(LinkFindings.of(index, work.places(), work::takesComment));
    List<Finding> findings =
        all.stream().filter(each -> isWanted(only, each.place().file())).toList();
    long errors = count(findings, Finding.Severity.ERROR);
    long warnings = count(findings, Finding.Severity.WARNING);
    long links =
        index.documents().stream()
            .filter(each -> isWanted(only, each.path()))
            .mapToLong(each -> index.linksOf(each.path()).size())
            .sum();
    List<Block> blocks = new ArrayList<>();
    if (!findings.isEmpty()) {
      blocks.add(table(findings));
    }
    blocks.add(Block.Notes.of(links + " links: " + errors + " errors, " + warnings + " warnings"));
    Json.Fields data =
        Json.fields()
            .with("findings", findings.stream().map(LinkCommand::json).toList())
            .with("links", links);
    Report report = Report.of(data, blocks);
    if (errors > 0) {
      return report.ending(
          ExitCode.BLOCKED,
          Problem.of("link-check-failed", "the check of links found " + errors + " errors")
              .remedy("speckit link fix, then mend by hand what it leaves"));
    }
    return strict && warnings > 0
        ? report.ending(
            ExitCode.WARNED,
            Problem.of("link-check-warned", "the check of links found " + warnings + " warnings")
                .remedy("speckit link fix, or leave --strict out"))
        : report;
  }

  private static long count(List<Finding> findings, Finding.Severity severity) {
    return findings.stream().filter(each -> each.severity() == severity).count();
  }

  private static Block table(List<Finding> findings) {
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (Finding each : findings) {
      Tone tone =
          switch (each.severity()) {
            case ERROR -> Tone.BAD;
            case WARNING -> Tone.WARNING;
            case INFO -> Tone.MUTED;
          };
      String remedy = each.remedy();
      rows.add(
          List.of(
              Block.Cell.of(each.severity().word(), tone),
              Block.Cell.of(each.place().toString()),
              Block.Cell.of(each.message()),
              Block.Cell.of(remedy == null ? "" : remedy),
              Block.Cell.of(each.rule(), Tone.MUTED)));
    }
    return new Block.Table("", List.of("severity", "place", "what", "remedy", "rule"), rows);
  }

  private static Json.Fields json(Finding finding) {
    return place(finding.place())
        .with("rule", finding.rule())
        .with("severity", finding.severity().word())
        .with("message", finding.message())
        .withPresent("remedy", finding.remedy());
  }

  private static Json.Fields place(Place place) {
    return Json.fields()
        .with("file", place.file())
        .with("line", place.line())
        .with("column", place.column());
  }

  private Report fix(SpecTree tree, Optional<SpecEntry> only, boolean dry)
      throws InterruptedException {
    LinkWork work = new LinkWork(host, tree, comments);
    LinkWork.Planned planned = work.plan(file -> isWanted(only, file));
    LinkFix.Plan plan = planned.plan();
    List<LinkFix.Left> left =
        new ArrayList<>(
            plan.left().stream().filter(each -> isWanted(only, each.place().file())).toList());
    WorkspaceLinks.see(tree).unseen().stream()
        .filter(each -> isWanted(only, each.place().file()))
        .forEach(each -> left.add(new LinkFix.Left(each.place(), each.rule(), each.message())));
    if (!dry) {
      left.addAll(work.write(planned));
    }
    List<String> diff = new ArrayList<>();
    plan.texts()
        .forEach((file, text) ->
            diff.addAll(
                UnifiedDiff.of(
                        "a/" + file,
                        lines(planned.before().getOrDefault(file, "")),
                        "b/" + file,
                        lines(text))
                    .lines()));
    List<Block> blocks = new ArrayList<>();
    if (dry && !diff.isEmpty()) {
      blocks.add(new Block.Diff(diff));
    } else if (!plan.changes().isEmpty()) {
      blocks.add(
          new Block.Table(
              "",
              List.of("place", dry ? "would be done" : "done"),
              plan.changes().stream()
                  .map(each ->
                      List.of(Block.Cell.of(each.place().toString()), Block.Cell.of(each.what())))
                  .toList()));
    }
    if (!left.isEmpty()) {
      blocks.add(
          new Block.Table(
              "Left as it is",
              List.of("place", "what", "why"),
              left.stream()
                  .map(each ->
                      List.of(
                          Block.Cell.of(each.place().toString()),
                          Block.Cell.of(each.what(), Tone.WARNING),
                          Block.Cell.of(each.why())))
                  .toList()));
    }
    blocks.add(
        Block.Notes.of(
            plan.changes().size()
                + (dry ? " changes would be made in " : " changes in ")
                + plan.texts().size()
                + " files, "
                + left.size()
                + " left"));
    Json.Fields data =
        Json.fields()
            .with("dry_run", dry)
            .with("files", plan.texts().keySet().stream().map(Json.Text::new).toList())
            .with(
                "changes",
                plan.changes().stream()
                    .map(each -> place(each.place()).with("what", each.what()))
                    .toList())
            .with(
                "left",
                left.stream()
                    .map(each ->
                        place(each.place()).with("rule", each.what()).with("why", each.why()))
                    .toList());
    Report report = Report.of(dry ? data.with("diff", String.join("\n", diff)) : data, blocks);
    long errors = left.stream().filter(each -> ERRORS.contains(each.what())).count();
    return errors == 0
        ? report
        : report.ending(
            ExitCode.BLOCKED,
            Problem.of("links-left", errors + " errors were left")
                .remedy("mend them by hand: the list says why each was left"));
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }

  private Report graph(SpecTree tree, Optional<SpecEntry> only, String format, boolean files) {
    LinkWork work = new LinkWork(host, tree, comments);
    LinkGraph whole =
        LinkGraph.of(WorkspaceLinks.see(tree).index(), work.places(), work.titles(), files);
    LinkGraph graph = only.map(each -> whole.around(each.id().toString())).orElse(whole);
    Json.Fields data = GraphText.json(graph);
    String text =
        switch (format) {
          case "dot" -> GraphText.dot(graph);
          case "mermaid" -> GraphText.mermaid(graph);
          case "json" -> data.writeIndented();
          default -> GraphText.tree(graph);
        };
    return Report.of(data, new Block.Verbatim(text));
  }
}
