package dev.speckit.spec;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `show ID` says about one spec.
public final class SpecReport {
  private static final List<String> ARTIFACTS = List.of("plan.md", "tasks.md");

  private SpecReport() {}

  public static Report of(SpecEntry entry) {
    Report report =
        Report.of(json(entry), List.of(facts(entry), requirements(entry), criteria(entry)));
    for (Problem problem : entry.document().problems()) {
      report = report.warning(problem);
    }
    return report;
  }

  private static Block facts(SpecEntry entry) {
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(Block.Facts.fact(entry.kind().word(), entry.id().toString(), Tone.STRONG));
    facts.add(Block.Facts.fact("title", entry.document().title()));
    facts.add(Block.Facts.fact("status", entry.status()));
    entry.parent().ifPresent(each -> facts.add(Block.Facts.fact("parent", each.toString())));
    if (!entry.aliases().isEmpty()) {
      facts.add(Block.Facts.fact("aliases", String.join(", ", entry.aliases())));
    }
    facts.add(Block.Facts.fact("document", entry.path()));
    if (Disk.isFile(entry.contextPath())) {
      facts.add(
          Block.Facts.fact("context", SpecEntry.relative(entry.workspace(), entry.contextPath())));
    }
    for (String artifact : artifacts(entry)) {
      facts.add(Block.Facts.fact("artefact", artifact));
    }
    return new Block.Facts(facts);
  }

  private static List<String> artifacts(SpecEntry entry) {
    List<String> there = new ArrayList<>();
    for (String name : ARTIFACTS) {
      Path file = entry.artifact(name);
      if (Disk.isFile(file)) {
        there.add(SpecEntry.relative(entry.workspace(), file));
      }
    }
    return there;
  }

  private static Block requirements(SpecEntry entry) {
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (Requirement each : entry.document().requirements()) {
      rows.add(
          List.of(
              Block.Cell.of(each.id(), Tone.STRONG),
              Block.Cell.of(each.text()),
              Block.Cell.of(Integer.toString(each.line()), Tone.MUTED)));
    }
    return new Block.Table("Requirements", List.of("id", "text", "line"), rows);
  }

  private static Block criteria(SpecEntry entry) {
    List<List<Block.Cell>> rows = new ArrayList<>();
    for (Criterion each : entry.document().criteria()) {
      rows.add(
          List.of(
              Block.Cell.of(each.id(), Tone.STRONG),
              each.met() ? Block.Cell.of("met", Tone.GOOD) : Block.Cell.of("open"),
              Block.Cell.of(each.text())));
    }
    return new Block.Table("Acceptance criteria", List.of("id", "state", "text"), rows);
  }

  private static Json.Fields json(SpecEntry entry) {
    SpecDocument document = entry.document();
    return Json.fields()
        .with("id", entry.id().toString())
        .with("kind", entry.kind().word())
        .with("title", document.title())
        .with("status", entry.status())
        .with("path", entry.path())
        .withPresent("parent", entry.parent().map(SpecId::toString).orElse(null))
        .with("aliases", Json.texts(entry.aliases()))
        .with("artifacts", Json.texts(artifacts(entry)))
        .with(
            "requirements",
            document.requirements().stream()
                .map(each ->
                    Json.fields()
                        .with("id", each.id())
                        .with("text", each.text())
                        .with("line", each.line())
                        .with("section", each.section()))
                .toList())
        .with(
            "criteria",
            document.criteria().stream()
                .map(each ->
                    Json.fields()
                        .with("id", each.id())
                        .with("text", each.text())
                        .with("met", each.met())
                        .with("line", each.line()))
                .toList());
  }
}
