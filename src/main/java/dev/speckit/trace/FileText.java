package dev.speckit.trace;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecId;
import dev.speckit.trace.FileTrace.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Shows what a file was made for.
final class FileText {
  private static final int COMMITS_MAX = 20;

  private FileText() {}

  static Report report(FileTrace trace, String form) {
    List<Block> blocks =
        form.equals("json")
            ? List.of(new Block.Verbatim(TraceJson.marked(data(trace))))
            : blocks(trace);
    return Report.of(() -> data(trace), blocks);
  }

  private static List<Block> blocks(FileTrace trace) {
    List<Block> blocks = new ArrayList<>();
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(Block.Facts.fact("file", TraceText.line(trace.path()), Tone.STRONG));
    facts.add(Block.Facts.fact("state", state(trace)));
    trace.now().ifPresent(now -> facts.add(Block.Facts.fact("renamed to", TraceText.line(now))));
    trace
        .document()
        .ifPresent(spec -> facts.add(Block.Facts.fact("document of", titled(trace, spec))));
    for (SpecId spec : trace.traced()) {
      facts.add(Block.Facts.fact("trace-back comment", titled(trace, spec)));
    }
    blocks.add(new Block.Facts(facts));
    if (trace.specs().isEmpty()) {
      blocks.add(Block.Notes.of("No spec knows this file."));
      return blocks;
    }
    List<TraceLink> steps = steps(trace);
    if (!steps.isEmpty()) {
      blocks.add(
          new Block.Table(
              "",
              List.of("what", "which", "because", "where"),
              steps.stream().map(each -> row(trace, each)).toList()));
    }
    if (!trace.commits().isEmpty()) {
      blocks.add(commits(trace));
    }
    return blocks;
  }

  private static String state(FileTrace trace) {
    if (trace.isPresent()) {
      return "present";
    }
    return trace.isKnownToGit() ? "deleted; git knows it" : "there is no such file";
  }

  private static String titled(FileTrace trace, SpecId spec) {
    return trace.graph().specs().stream()
        .filter(each -> each.id().equals(spec))
        .findFirst()
        .map(each -> spec + "  " + TraceText.line(each.title()))
        .orElse(spec.toString());
  }

  private static Block commits(FileTrace trace) {
    List<List<Cell>> rows =
        trace.commits().stream()
            .limit(COMMITS_MAX)
            .map(each ->
                List.of(
                    Cell.of(each.hash().substring(0, 7), Tone.STRONG),
                    Cell.of(TraceText.cut(each.subject())),
                    Cell.of(ids(each.specs()))))
            .toList();
    int more = trace.commits().size() - COMMITS_MAX;
    String title =
        more > 0 ? "Commits that changed it (and " + more + " more)" : "Commits that changed it";
    return new Block.Table(title, List.of("commit", "subject", "spec"), rows);
  }

  private static String ids(Set<SpecId> specs) {
    return specs.stream().map(SpecId::toString).collect(Collectors.joining(", "));
  }

  private static List<Cell> row(FileTrace trace, TraceLink link) {
    boolean own = trace.item().filter(link.from()::equals).isPresent();
    TraceItem other = own ? link.to() : link.from();
    return List.of(
        Cell.of(TraceText.kind(other)),
        Cell.of(TraceText.line(shown(other)), Tone.STRONG),
        Cell.of(TraceText.line(link.reason())),
        Cell.of(TraceText.place(link), Tone.MUTED));
  }

  private static String shown(TraceItem item) {
    return switch (item) {
      case TraceItem.Test test -> test.name() + ": " + test.result().word();
      case TraceItem.Commit commit -> commit.shown() + " " + TraceText.cut(commit.subject());
      case TraceItem.Session session -> session.spec() + " " + session.shown();
      case TraceItem.Demand demand -> demand.key();
      case TraceItem.Task task -> task.key();
      case TraceItem.SourceFile file -> file.path();
      case TraceItem.Deliverable deliverable -> deliverable.path();
    };
  }

  /// The file's own links, then what its commits are linked to.
  static List<TraceLink> steps(FileTrace trace) {
    Optional<TraceItem> item = trace.item();
    if (item.isEmpty()) {
      return List.of();
    }
    TraceGraph graph = trace.graph();
    Set<TraceLink> steps = new LinkedHashSet<>();
    Set<TraceItem> seen = new LinkedHashSet<>();
    for (TraceLink link : graph.back(item.get())) {
      if (!(link.from() instanceof TraceItem.Commit)) {
        steps.add(link);
        seen.add(link.from());
      }
    }
    steps.addAll(graph.forward(item.get()));
    for (TraceLink link : graph.back(item.get())) {
      if (link.from() instanceof TraceItem.Commit commit) {
        for (TraceLink behind : graph.back(commit)) {
          if (seen.add(behind.from())) {
            steps.add(
                new TraceLink(behind.from(), item.get(), through(commit, behind), behind.place()));
          }
        }
      }
    }
    return List.copyOf(steps);
  }

  private static String through(TraceItem.Commit commit, TraceLink link) {
    return "the commit " + commit.shown() + " changed the file; " + link.reason();
  }

  private static Json.Fields data(FileTrace trace) {
    return Json.fields()
        .with("file", trace.path())
        .with("present", trace.isPresent())
        .with("known_to_git", trace.isKnownToGit())
        .withPresent("renamed_to", trace.now().orElse(null))
        .withPresent("document_of", trace.document().map(SpecId::toString).orElse(null))
        .with("specs", texts(trace.specs()))
        .with("trace_back", texts(trace.traced()))
        .with("links", steps(trace).stream().map(TraceJson::link).toList())
        .with("commits", trace.commits().stream().map(FileText::commit).toList());
  }

  private static Json.Fields commit(Change change) {
    return Json.fields()
        .with("hash", change.hash())
        .with("subject", change.subject())
        .with("specs", texts(change.specs()));
  }

  private static List<Json> texts(Set<SpecId> specs) {
    return specs.stream()
        .map(each -> (Json) new Json.Text(each.toString()))
        .collect(Collectors.toList());
  }
}
