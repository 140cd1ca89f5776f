package dev.speckit.spec.lint;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.Finding;
import dev.speckit.spec.OutputFile;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.SpecTree.Located;
import dev.speckit.spec.Workspace;
import dev.speckit.spec.deliverable.TraceBack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// `check`: what is wrong with specs and contexts, without asking any agent.
public final class CheckCommand implements Command {
  private static final List<String> FORMATS = List.of("text", "json", "sarif", "junit");

  private final Host host;
  private final Function<SpecDocument, List<Finding>> quality;
  private final String build;

  /// @param quality further findings about the text of one spec
  /// @param build names the code that is running: what another build has found is not believed;
  ///   empty when it is not known, then nothing is remembered
  public CheckCommand(Host host, Function<SpecDocument, List<Finding>> quality, String build) {
    this.host = host;
    this.quality = quality;
    this.build = build;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("check", "Check specs and contexts")
        .description(
            "Ends with 0 when there is no error, 2 when there is one, and 1 when --strict is given"
                + " and there are warnings only.")
        .parameters(
            new Parameter.Positional(
                "id", "Only these specs (ids or aliases)", false, true, List.of()),
            Parameter.flag("strict", "Do not pass with warnings"),
            Parameter.flag("all", "Show all advice, however much there is"),
            Parameter.flag("fix", "Mend what can be mended safely"),
            Parameter.flag("dry-run", "With --fix: show the changes and make none"),
            Parameter.option("format", "FORMAT", "How findings are written", FORMATS),
            Parameter.option("output", "FILE", "Write the findings to a file"),
            Parameter.flag("rules", "Show all rules"))
        .example("check", "Checks all specs.")
        .example("check --strict", "Does not pass with warnings.")
        .example("check --format sarif --output check.sarif", "Writes a report for code scanning.")
        .example("check --fix --dry-run", "Shows what would be mended.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    if (call.arguments().has("rules")) {
      return RuleList.report();
    }
    String format = call.arguments().find("format").orElse("text");
    refuseContradictions(call);
    Path workspace = Workspace.find(host);
    Optional<OutputFile> output =
        call.arguments()
            .find("output")
            .map(written -> OutputFile.of(host, workspace, written, OutputFile.Kind.CHECK));
    output.ifPresent(OutputFile::refuseForeign);
    SpecTree tree = SpecTree.open(workspace);
    List<String> ids = call.arguments().all("id");
    if (call.arguments().has("fix")) {
      List<Fix> fixes =
          Fixes.of(
              host,
              tree,
              chosen(Survey.of(new Reading(tree, quality), FactsIndex.NONE), ids),
              ids.isEmpty());
      if (call.arguments().has("dry-run")) {
        return Fixes.dryRun(fixes);
      }
      Fixes.apply(host, tree, fixes);
      return report(call, tree, ids, format, output, fixes);
    }
    return report(call, tree, ids, format, output, List.of());
  }

  private static void refuseContradictions(Call call) {
    if (call.arguments().has("dry-run") && !call.arguments().has("fix")) {
      throw new Failure.Usage(
          Problem.of("dry-run-of-nothing", "--dry-run shows what --fix would change")
              .remedy("add --fix, or leave --dry-run out"));
    }
  }

  private Report report(
      Call call,
      SpecTree tree,
      List<String> ids,
      String format,
      Optional<OutputFile> output,
      List<Fix> fixes)
      throws InterruptedException {
    LintResult result = ids.isEmpty() ? whole(tree) : some(tree, ids);
    Report report = shown(result, format, output, fixes, call.arguments().has("all"));
    return result.ending(report, call.arguments().has("strict"));
  }

  private LintResult whole(SpecTree tree) {
    Reading reading = new Reading(tree, quality);
    Remembered remembered = Remembered.open(host, tree.workspace(), build);
    Optional<LintResult> again = EarlierCheck.again(reading, remembered);
    if (again.isPresent()) {
      return again.get();
    }
    Survey survey = Survey.of(reading, remembered);
    TreeRules rules = new TreeRules(survey, TraceBack::takesComment);
    rules.check(survey.layout().located(), true);
    remembered.save(Verdicts.of(survey, rules, remembered));
    return rules.result();
  }

  private LintResult some(SpecTree tree, List<String> ids) {
    Remembered remembered = Remembered.open(host, tree.workspace(), build);
    Survey survey = Survey.of(new Reading(tree, quality), remembered);
    TreeRules rules = new TreeRules(survey, TraceBack::takesComment);
    rules.check(chosen(survey, ids), false);
    return rules.result();
  }

  private static List<Located> chosen(Survey survey, List<String> ids) {
    if (ids.isEmpty()) {
      return survey.layout().located();
    }
    Set<Located> chosen = new LinkedHashSet<>();
    for (String id : ids) {
      chosen.add(Survey.located(survey.tree().find(id)));
    }
    return List.copyOf(chosen);
  }

  private static Report shown(
      LintResult result, String format, Optional<OutputFile> output, List<Fix> fixes, boolean all) {
    String text =
        switch (format) {
          case "json" -> json(result).writeIndented() + "\n";
          case "sarif" -> Sarif.of(result).writeIndented() + "\n";
          case "junit" -> JunitXml.of(result);
          default -> "";
        };
    List<Block> blocks = new ArrayList<>();
    if (!fixes.isEmpty()) {
      blocks.add(Fixes.told(fixes));
    }
    if (output.isPresent()) {
      output.get().write(text.isEmpty() ? plain(result) : text);
      blocks.add(Block.Notes.of(result.summary(), "written to " + output.get().path()));
    } else if (text.isEmpty()) {
      blocks.addAll(FindingText.blocks(result, all));
    } else {
      blocks.clear();
      blocks.add(new Block.Verbatim(text));
    }
    return Report.of(() -> data(result, fixes), blocks);
  }

  private static String plain(LintResult result) {
    String lines = String.join("\n", FindingText.plain(result));
    return OutputFile.Kind.CHECK.tool() + "\n\n" + lines + "\n";
  }

  private static Json.Fields json(LintResult result) {
    return result.data().after("tool", OutputFile.Kind.CHECK.tool());
  }

  private static Json.Fields data(LintResult result, List<Fix> fixes) {
    return fixes.isEmpty()
        ? result.data()
        : result.data().with("fixed", fixes.stream().map(Fix::json).toList());
  }
}
