package dev.speckit.pipeline.explain;

import dev.speckit.agent.AgentName;
import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Tone;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.pipeline.AgreementBlocks;
import dev.speckit.pipeline.Answers;
import dev.speckit.run.Checkpoint;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that led to one decision.
///
/// @param parts what was asked that counts for it, in order
record ExplainedDecision(List<Explained> parts) {
  ExplainedDecision {
    parts = List.copyOf(parts);
  }

  /// @param content the verdict, of a question only its issue
  /// @param answers rows of the store and where the raw output lies
  record Explained(Part part, Fields content, List<Source> answers) {}

  record Source(long answer, AgentName agent, String folder) {
    Fields json() {
      return Json.fields()
          .with("answer", answer)
          .with("agent", agent.value())
          .with("folder", folder);
    }
  }

  static ExplainedDecision of(Journal journal, Run run, String id) throws InterruptedException {
    List<Explained> parts = new ArrayList<>();
    for (Part part : run.parts().keySet()) {
      Optional<Fields> verdict = Explanation.verdict(journal, run, part);
      if (verdict.isEmpty()) {
        continue;
      }
      Fields content = verdict.get();
      boolean whole =
          part.name().equals(id)
              || part.stage().word().equals(id)
              || Checkpoint.parse(id).filter(each -> each.gates().contains(part)).isPresent();
      if (whole) {
        parts.add(new Explained(part, content, sources(journal, run, part)));
        continue;
      }
      for (Fields issue : content.objects("issues")) {
        if (issue.text("id").equals(Optional.of(id))) {
          parts.add(new Explained(part, issue, sources(journal, run, part)));
        }
      }
    }
    return new ExplainedDecision(parts);
  }

  private static List<Source> sources(Journal journal, Run run, Part part)
      throws InterruptedException {
    List<Source> sources = new ArrayList<>();
    for (Answers.Row row : Answers.read(journal, run, part).rows()) {
      run.part(part).orElseThrow().attempts(row.agent()).stream()
          .filter(attempt -> attempt.outcome() == dev.speckit.agent.Outcome.ANSWERED)
          .findFirst()
          .ifPresent(attempt -> sources.add(new Source(row.id(), row.agent(), attempt.folder())));
    }
    return sources;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  List<Fields> json() {
    return parts.stream()
        .map(each ->
            Json.fields()
                .with("part", each.part().name())
                .with("content", each.content())
                .with("answers", each.answers().stream().map(Source::json).toList()))
        .toList();
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (Explained each : parts) {
      Fields content = each.content();
      String name = each.part().name();
      if (content.find("opinions").isPresent()) {
        issue(blocks, content);
      }
      content.objects("issues").forEach(issue -> issue(blocks, issue));
      if (!content.objects("agreed").isEmpty()) {
        blocks.add(AgreementBlocks.items("Agreed: " + name, content.objects("agreed"), Tone.GOOD));
      }
      if (!content.objects("dissent").isEmpty()) {
        blocks.add(
            AgreementBlocks.items("Dissent: " + name, content.objects("dissent"), Tone.WARNING));
      }
      if (!each.answers().isEmpty()) {
        blocks.add(sources(name, each.answers()));
      }
    }
    return blocks;
  }

  private static void issue(List<Block> blocks, Fields issue) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Fields opinion : issue.objects("opinions")) {
      rows.add(
          List.of(
              Cell.of(opinion.text("agent").orElse(""), Tone.STRONG),
              cell(opinion, "question"),
              cell(opinion, "answer"),
              cell(opinion, "confidence"),
              cell(opinion, "magnitude"),
              cell(opinion, "reasoning")));
    }
    blocks.add(
        new Block.Table(
            issue.text("id").orElse("") + ": who said what",
            List.of("agent", "question", "answer", "confidence", "magnitude", "reasoning"),
            rows));
    List<List<Cell>> clusters = new ArrayList<>();
    for (Fields answer : issue.objects("answers")) {
      clusters.add(
          List.of(cell(answer, "text"), Cell.of(String.join(", ", answer.texts("supporters")))));
    }
    if (!clusters.isEmpty()) {
      blocks.add(
          new Block.Table("The same answers together", List.of("answer", "supporters"), clusters));
    }
    Explanation.ruling(issue).ifPresent(text -> blocks.add(Block.Notes.of(text)));
  }

  private static Cell cell(Fields fields, String name) {
    return Cell.of(fields.text(name).orElse(""));
  }

  private static Block sources(String name, List<Source> answers) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Source source : answers) {
      rows.add(
          List.of(
              Cell.of(source.agent().value()),
              Cell.of(Long.toString(source.answer())),
              Cell.of(source.folder(), Tone.MUTED)));
    }
    return new Block.Table("Answers: " + name, List.of("agent", "answer", "raw output"), rows);
  }
}
