package dev.speckit.trace;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.spec.OutputFile;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `trace`: what was asked, what was done, and what proves it.
public final class TraceCommand implements Command {
  private static final List<String> FORMATS = List.of("table", "json", "md", "html");
  private static final int WARNINGS_MAX = 30;

  private final Host host;
  private final Function<Path, List<String>> junit;

  /// @param junit the patterns of test reports that the settings of a workspace name
  public TraceCommand(Host host, Function<Path, List<String>> junit) {
    this.host = host;
    this.junit = junit;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("trace", "Show what was asked, what was done, and what proves it")
        .description(
            """
            Follows requirements and criteria to tasks, sessions, commits, files, tests and \
            deliverables, and back from a file. Every link says what makes it: an id that \
            somebody wrote, a commit that a session lists, a result in a test report. Names \
            ticked criteria without a commit and a passed test behind them. Ends with 0, and \
            with 1 when --strict is given and something is named.\
            """)
        .parameters(
            Parameter.optional("id", "A spec, or an item: 1001, an alias, 1001/FR-001, FR-001"),
            Parameter.option("file", "PATH", "Go back from this file"),
            new Parameter.Option(
                "junit",
                null,
                "GLOB",
                "Test reports to read, in place of those in the settings",
                null,
                true,
                List.of()),
            Parameter.option("format", "FORMAT", "How it is written", FORMATS),
            Parameter.option("output", "FILE", "Write it to a file"),
            Parameter.flag("strict", "Do not pass when something is named"))
        .example("trace", "Shows a line for each spec.")
        .example("trace 1001", "Shows all requirements and criteria of a spec.")
        .example("trace 1001/FR-001", "Shows each link of one requirement, with its reason.")
        .example("trace --file src/mount.sh", "Shows what a file was made for.")
        .example("trace --format html --output trace.html", "Writes one page with all links.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    String form = call.arguments().find("format").orElse("table");
    Optional<String> written = call.arguments().find("output");
    Optional<String> id = call.arguments().find("id");
    Optional<String> file = call.arguments().find("file");
    refuseContradictions(form, written.isPresent(), id, file);
    Path workspace = Workspace.find(host);
    Optional<OutputFile> output =
        written.map(each -> OutputFile.of(host, workspace, each, OutputFile.Kind.TRACE));
    output.ifPresent(OutputFile::refuseForeign);
    SpecTree tree = SpecTree.open(workspace);
    Tracing tracing = tracing(call, tree);
    if (file.isPresent()) {
      FileTrace trace = FileTrace.of(host, tree, tracing, path(file.get()));
      List<Problem> missing =
          trace.graph().told().stream().filter(each -> each.code().equals("no-report")).toList();
      return ended(call, FileText.report(trace, form), missing);
    }
    Chosen chosen = Chosen.of(tree, id);
    TraceGraph graph = tracing.graph(chosen.detailed());
    Selected selected = chosen.in(graph);
    List<Problem> named = named(selected);
    return ended(call, shown(selected, form, output, named), named);
  }

  private static void refuseContradictions(
      String form, boolean output, Optional<String> id, Optional<String> file) {
    if (id.isPresent() && file.isPresent()) {
      throw new Failure.Usage(
          Problem.of("two-starts", "a trace starts from an item or from a file, not from both")
              .remedy("leave the id or --file out"));
    }
    if (output && form.equals("table")) {
      throw new Failure.Usage(
          Problem.of("table-to-file", "a table is written for the terminal only")
              .remedy("add --format md, html or json"));
    }
    if (file.isPresent() && (form.equals("md") || form.equals("html"))) {
      throw new Failure.Usage(
          Problem.of("no-such-form", "what a file was made for has the forms table and json")
              .remedy("leave --format out, or write the spec as " + form));
    }
  }

  private Path path(String written) {
    try {
      return host.directory().resolve(written).normalize();
    } catch (InvalidPathException _) {
      throw new Failure.Usage(Problem.of("bad-path", "this is no path").remedy("name a file"));
    }
  }

  private Tracing tracing(Call call, SpecTree tree) {
    List<String> given = call.arguments().all("junit");
    return given.isEmpty()
        ? Tracing.of(host, tree, junit.apply(tree.workspace()))
        : Tracing.of(host, tree, List.of()).asking(given);
  }

  private static List<Problem> named(Selected selected) {
    List<Problem> named = new ArrayList<>();
    TraceSelection selection = selected.selection();
    selection.unproven().forEach(each -> named.add(each.problem()));
    named.addAll(selection.told());
    return named;
  }

  /// The one place where a form is chosen.
  private static Report shown(
      Selected selected, String form, Optional<OutputFile> output, List<Problem> named) {
    TraceSelection selection = selected.selection();
    String text =
        switch (form) {
          case "json" -> TraceJson.marked(TraceJson.of(selected, named));
          case "md" -> MarkdownTrace.of(selection, selected.isDetailed());
          case "html" -> HtmlTrace.of(selection, selected.isDetailed());
          default -> "";
        };
    List<Block> blocks = new ArrayList<>();
    if (output.isPresent()) {
      output.get().write(text);
      blocks.add(Block.Notes.of("written to " + output.get().path()));
    } else if (text.isEmpty()) {
      blocks.addAll(TraceText.of(selected));
    } else {
      blocks.add(new Block.Verbatim(text));
    }
    return Report.of(() -> TraceJson.of(selected, named), blocks);
  }

  private static Report ended(Call call, Report report, List<Problem> named) {
    Report ended = report;
    for (Problem each : named.stream().limit(WARNINGS_MAX).toList()) {
      ended = ended.warning(each);
    }
    if (named.size() > WARNINGS_MAX) {
      ended =
          ended.warning(
              Problem.of("more-named", (named.size() - WARNINGS_MAX) + " more are named")
                  .remedy("speckit trace --format json names all"));
    }
    boolean strict = call.arguments().has("strict");
    if (!strict || named.isEmpty()) {
      return ended;
    }
    String count = named.size() == 1 ? "1 thing" : named.size() + " things";
    return ended.ending(
        ExitCode.WARNED,
        Problem.of("trace-named", "the trace names " + count)
            .remedy("mend the places named above, or leave --strict out"));
  }
}
