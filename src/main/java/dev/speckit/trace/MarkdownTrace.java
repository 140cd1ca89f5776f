package dev.speckit.trace;

import static dev.speckit.trace.MarkdownText.cell;
import static dev.speckit.trace.MarkdownText.code;
import static dev.speckit.trace.MarkdownText.words;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.OutputFile;
import dev.speckit.trace.TraceItem.Commit;
import dev.speckit.trace.TraceItem.Criterion;
import dev.speckit.trace.TraceItem.Deliverable;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.Requirement;
import dev.speckit.trace.TraceItem.Session;
import dev.speckit.trace.TraceItem.SourceFile;
import dev.speckit.trace.TraceItem.Task;
import dev.speckit.trace.TraceItem.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A trace as Markdown: the gaps, for each spec a matrix and the links with their reasons, and the
/// way back from each file.
final class MarkdownTrace {
  private final StringBuilder out = new StringBuilder();

  private MarkdownTrace() {}

  static String of(TraceSelection selection) {
    return of(selection, true);
  }

  /// @param detailed whether each requirement and criterion is shown; else a row for each spec
  static String of(TraceSelection selection, boolean detailed) {
    MarkdownTrace markdown = new MarkdownTrace();
    markdown.line(OutputFile.Kind.TRACE.comment());
    markdown.line("# Traceability");
    markdown.gaps(selection);
    if (!detailed) {
      markdown.overview(selection);
      return markdown.out.toString();
    }
    List<Backing> all = new ArrayList<>();
    for (TracedSpec spec : selection.specs()) {
      List<Backing> backings =
          selection.demands().stream()
              .filter(each -> each.spec().equals(spec.id()))
              .map(selection.graph()::backing)
              .toList();
      markdown.spec(spec, TracePage.of(selection.graph(), backings));
      all.addAll(backings);
    }
    markdown.files(TracePage.of(selection.graph(), all));
    return markdown.out.toString();
  }

  private void gaps(TraceSelection selection) {
    List<Problem> gaps = new ArrayList<>();
    selection.unproven().forEach(each -> gaps.add(each.problem()));
    gaps.addAll(selection.told());
    if (gaps.isEmpty()) {
      return;
    }
    heading("## Gaps");
    for (Problem gap : gaps) {
      line("- " + code(gap.code()) + ": " + words(gap.message()) + at(gap.place()));
    }
  }

  private void overview(TraceSelection selection) {
    heading("## Specs");
    line(SpecCount.WHY);
    line("");
    line("| " + String.join(" | ", SpecCount.COLUMNS) + " |");
    line("|---".repeat(SpecCount.COLUMNS.size()) + "|");
    for (TracedSpec spec : selection.specs()) {
      List<String> cells = SpecCount.cells(selection.graph(), spec);
      String row = String.join(" | ", cells.stream().map(MarkdownText::words).toList());
      line("| " + spec.id() + " | " + row + " |");
    }
  }

  private void spec(TracedSpec spec, TracePage page) {
    heading("## " + words(spec.id() + " " + spec.title()));
    String status = spec.status().isEmpty() ? "" : ", " + words(spec.status());
    line(spec.kind().name().toLowerCase(Locale.ROOT) + status + ", " + code(spec.path()));
    if (page.backings().isEmpty()) {
      return;
    }
    line("");
    line(
        "| item | what it asks | state | tasks | sessions | commits | files | tests | delivered |");
    line("|---|---|---|---|---|---|---|---|---|");
    page.backings().forEach(this::row);
    List<String> links = links(page);
    if (!links.isEmpty()) {
      heading("### Links of " + spec.id());
      links.forEach(this::line);
    }
  }

  private void row(Backing backing) {
    Demand demand = backing.demand();
    line(
        String.join(
            " | ",
            "| " + box(demand) + cell(demand.id()),
            words(demand.text()),
            backing.state().word(),
            cells(backing.tasks(), Task::shown),
            cells(backing.sessions(), each -> each.spec() + " " + each.shown()),
            cells(backing.commits(), Commit::shown),
            cells(backing.files(), SourceFile::shown),
            tests(backing.tests()),
            cells(backing.deliverables(), Deliverable::shown) + " |"));
  }

  /// Ticked or not; a requirement has no box.
  private static String box(Demand demand) {
    return switch (demand) {
      case Requirement _ -> "";
      case Criterion criterion -> criterion.met() ? "☑ " : "☐ ";
    };
  }

  private static <T> String cells(List<T> items, Function<T, String> name) {
    return String.join(", ", items.stream().map(name).map(MarkdownText::cell).distinct().toList());
  }

  private static String tests(List<Test> tests) {
    return String.join(
        ", ", tests.stream().map(each -> cell(each.shown()) + " " + each.result().word()).toList());
  }

  private static List<String> links(TracePage page) {
    List<String> lines = new ArrayList<>();
    for (TraceItem item : page.items()) {
      for (TraceLink link : page.forward(item)) {
        lines.add(
            "- "
                + named(link.from())
                + " → "
                + named(link.to())
                + ": "
                + words(link.reason())
                + at(link.place()));
      }
    }
    return lines;
  }

  private static String named(TraceItem item) {
    return switch (item) {
      case Demand demand -> code(demand.key());
      case Task task -> code(task.key()) + " " + words(task.title());
      case Session session -> code(session.spec() + " " + session.shown());
      case Commit commit -> code(commit.shown()) + " " + words(commit.subject());
      case SourceFile file -> code(file.path());
      case Test test -> "test " + code(test.name()) + " (" + test.result().word() + ")";
      case Deliverable deliverable -> "deliverable " + code(deliverable.path());
    };
  }

  private void files(TracePage page) {
    List<SourceFile> files = page.items(SourceFile.class);
    if (files.isEmpty()) {
      return;
    }
    heading("## Back from files");
    line("| file | for |");
    line("|---|---|");
    for (SourceFile file : files) {
      line("| " + cell(file.path()) + " | " + cells(page.serves(file), Demand::key) + " |");
    }
  }

  private static String at(@Nullable Place place) {
    return place == null ? "" : " (" + code(place.toString()) + ")";
  }

  private void heading(String text) {
    line("");
    line(text);
    line("");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
