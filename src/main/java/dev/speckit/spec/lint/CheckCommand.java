package dev.speckit.spec.lint;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.Finding;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `check [ID]`: what is wrong with the specs and contexts, with places and remedies.
public final class CheckCommand implements Command {
  private final Host host;
  private final Function<SpecDocument, List<Finding>> quality;

  /// @param quality further findings about the text of one spec
  public CheckCommand(Host host, Function<SpecDocument, List<Finding>> quality) {
    this.host = host;
    this.quality = quality;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("check", "Check specs and contexts")
        .description(
            "Ends with 0 when there is no error, 2 when there is one, and 1 when --strict is given"
                + " and there are warnings only.")
        .parameters(
            Parameter.optional("id", "Only this spec (id or alias)"),
            Parameter.flag("strict", "Do not pass with warnings"))
        .example("check", "Checks all specs.")
        .example("check --strict", "Does not pass with warnings.");
  }

  @Override
  public Report run(Call call) {
    SpecTree tree = SpecTree.open(Workspace.find(host));
    Optional<String> id = call.arguments().find("id");
    SpecCheck check = new SpecCheck(tree, quality);
    List<SpecEntry> entries;
    if (id.isPresent()) {
      entries = List.of(tree.find(id.get()));
    } else {
      SpecTree.Layout layout = tree.layout();
      check.checkLayout(layout);
      entries = tree.all(layout);
    }
    entries.forEach(check::check);
    check.checkFamilies(entries);
    return report(entries.size(), check, call.arguments().has("strict"));
  }

  private static Report report(int specs, SpecCheck check, boolean strict) {
    List<Finding> findings = check.findings();
    long errors = count(findings, Finding.Severity.ERROR);
    long warnings = count(findings, Finding.Severity.WARNING);
    Json.Fields data =
        Json.fields()
            .with("findings", findings.stream().map(CheckCommand::json).toList())
            .with("specs", specs)
            .with("contexts", check.contexts());
    List<Block> blocks = new ArrayList<>();
    if (!findings.isEmpty()) {
      blocks.add(table(findings));
    }
    String summary =
        specs
            + " specs, "
            + check.contexts()
            + " contexts: "
            + errors
            + " errors, "
            + warnings
            + " warnings";
    blocks.add(Block.Notes.of(summary));
    Report report = Report.of(data, blocks);
    if (errors > 0) {
      return report.ending(
          ExitCode.BLOCKED,
          Problem.of("check-failed", "the check found " + errors + " errors")
              .remedy("mend the places named above"));
    }
    if (strict && warnings > 0) {
      return report.ending(
          ExitCode.WARNED,
          Problem.of("check-warned", "the check found " + warnings + " warnings")
              .remedy("mend the places named above, or leave --strict out"));
    }
    return report;
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
    return Json.fields()
        .with("rule", finding.rule())
        .with("severity", finding.severity().word())
        .with("file", finding.place().file())
        .with("line", finding.place().line())
        .with("column", finding.place().column())
        .with("message", finding.message())
        .withPresent("remedy", finding.remedy());
  }
}
