package dev.speckit.trace;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Tone;
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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A trace for people: a line for each spec, a matrix of one, or each link of an item.
final class TraceText {
  private static final int WORDS_MAX = 44;
  private static final int NAMED_MAX = 2;

  private TraceText() {}

  static List<Block> of(Selected selected) {
    if (selected.item().isPresent()) {
      return chain(selected.selection().graph(), selected.item().get());
    }
    return selected.whole() ? tree(selected.selection()) : matrix(selected.selection());
  }

  private static List<Block> tree(TraceSelection selection) {
    List<List<Cell>> rows = new ArrayList<>();
    for (TracedSpec spec : selection.specs()) {
      List<String> cells = SpecCount.cells(selection.graph(), spec);
      List<Cell> row = new ArrayList<>(List.of(Cell.of(spec.id().toString(), Tone.STRONG)));
      row.add(Cell.of(cut(cells.getFirst())));
      cells.subList(1, cells.size() - 1).forEach(each -> row.add(Cell.of(each)));
      row.add(Cell.of(cells.getLast(), Tone.WARNING));
      rows.add(List.copyOf(row));
    }
    if (rows.isEmpty()) {
      return List.of(Block.Notes.of("There are no specs yet: speckit new epic TITLE"));
    }
    return List.of(new Block.Table("", SpecCount.COLUMNS, rows));
  }

  private static List<Block> matrix(TraceSelection selection) {
    List<Block> blocks = new ArrayList<>();
    for (TracedSpec spec : selection.specs()) {
      blocks.add(
          new Block.Facts(
              List.of(
                  Block.Facts.fact("spec", spec.id() + "  " + line(spec.title()), Tone.STRONG),
                  Block.Facts.fact("document", spec.path()),
                  Block.Facts.fact("status", spec.status().isEmpty() ? "none" : spec.status()))));
    }
    if (selection.demands().isEmpty()) {
      blocks.add(Block.Notes.of("It has no requirements and no acceptance criteria."));
      return blocks;
    }
    List<List<Cell>> rows =
        selection.demands().stream().map(each -> row(selection.graph().backing(each))).toList();
    blocks.add(
        new Block.Table(
            "",
            List.of(
                "item",
                "text",
                "tasks",
                "sessions",
                "commits",
                "files",
                "tests",
                "deliverables",
                "state"),
            rows));
    return blocks;
  }

  private static List<Cell> row(Backing backing) {
    Demand demand = backing.demand();
    String box =
        switch (demand) {
          case Criterion criterion -> criterion.met() ? "[x] " : "[ ] ";
          case Requirement _ -> "";
        };
    return List.of(
        Cell.of(demand.id(), Tone.STRONG),
        Cell.of(box + cut(demand.text())),
        some(backing.tasks(), Task::shown),
        some(backing.sessions(), each -> sessionOf(demand, each)),
        some(backing.commits(), Commit::shown),
        some(backing.files(), each -> name(each.path())),
        tests(backing.tests()),
        some(backing.deliverables(), each -> name(each.path())),
        Cell.of(backing.state().word(), tone(backing.state())));
  }

  private static String sessionOf(Demand demand, Session session) {
    String number = "" + session.number();
    return session.spec().equals(demand.spec()) ? number : session.spec() + "#" + number;
  }

  private static Cell tests(List<Test> tests) {
    List<String> counts = new ArrayList<>();
    for (TraceItem.Result result : TraceItem.Result.values()) {
      long count = tests.stream().filter(each -> each.result() == result).count();
      if (count > 0) {
        counts.add(count + " " + result.word());
      }
    }
    return Cell.of(String.join(", ", counts));
  }

  private static <T> Cell some(Collection<T> items, Function<T, String> name) {
    List<String> names = items.stream().map(name).map(TraceText::line).distinct().toList();
    String more = names.size() > NAMED_MAX ? " +" + (names.size() - NAMED_MAX) : "";
    return Cell.of(String.join(", ", names.stream().limit(NAMED_MAX).toList()) + more);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Tone tone(Backing.State state) {
    return switch (state) {
      case PROVEN -> Tone.GOOD;
      case FAILED -> Tone.BAD;
      case STALE, NO_TEST, NO_COMMIT -> Tone.WARNING;
      case OPEN -> Tone.MUTED;
    };
  }

  /// Everything that leads to an item and from it, each step with its reason.
  private static List<Block> chain(TraceGraph graph, TraceItem item) {
    List<Block> blocks = new ArrayList<>();
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(Block.Facts.fact(kind(item), item.key(), Tone.STRONG));
    switch (item) {
      case Demand demand -> {
        facts.add(Block.Facts.fact("text", line(demand.text())));
        facts.add(Block.Facts.fact("place", demand.place().toString()));
        Backing backing = graph.backing(demand);
        facts.add(Block.Facts.fact("state", backing.state().word(), tone(backing.state())));
      }
      case Task task -> {
        facts.add(Block.Facts.fact("text", line(task.title())));
        facts.add(Block.Facts.fact("place", task.place().toString()));
        facts.add(Block.Facts.fact("state", task.done() ? "done" : "open"));
      }
      case Session session -> facts.add(Block.Facts.fact("text", line(session.title())));
      case Commit _, SourceFile _, Test _, Deliverable _ -> {}
    }
    blocks.add(new Block.Facts(facts));
    List<List<Cell>> rows = new ArrayList<>();
    for (TraceLink link : steps(graph, item)) {
      rows.add(row(link, item));
    }
    blocks.add(
        rows.isEmpty()
            ? Block.Notes.of("Nothing is linked to it.")
            : new Block.Table("", List.of("what", "which", "because", "where"), rows));
    return blocks;
  }

  private static List<Cell> row(TraceLink link, TraceItem item) {
    TraceItem other = link.to().equals(item) ? link.from() : link.to();
    boolean direct = link.from().equals(item) || link.to().equals(item);
    String through = direct ? "" : " (through " + link.from().shown() + ")";
    return List.of(
        Cell.of(kind(other)),
        Cell.of(line(described(other)), Tone.STRONG),
        Cell.of(line(link.reason() + through)),
        Cell.of(place(link), Tone.MUTED));
  }

  /// What asked for the item, then its own links, then those of the tasks, requirements or criteria
  /// that belong to it and of its commits.
  static List<TraceLink> steps(TraceGraph graph, TraceItem item) {
    Set<TraceLink> steps = new LinkedHashSet<>(graph.back(item));
    steps.addAll(graph.forward(item));
    Set<TraceItem> seen = new LinkedHashSet<>();
    steps.forEach(each -> seen.add(each.to().equals(item) ? each.from() : each.to()));
    List<TraceItem> next = new ArrayList<>();
    if (item instanceof Demand demand) {
      graph.near(demand).stream().filter(each -> !each.equals(demand)).forEach(next::add);
      next.addAll(graph.backing(demand).tasks());
      next.addAll(graph.backing(demand).commits());
      next.addAll(graph.backing(demand).files());
    } else {
      graph.forward(item).forEach(each -> next.add(each.to()));
    }
    for (TraceItem through : next) {
      for (TraceLink link : graph.forward(through)) {
        boolean shown = through instanceof SourceFile && !(link.to() instanceof Deliverable);
        if (!shown && !(link.to() instanceof Demand) && seen.add(link.to())) {
          steps.add(link);
        }
      }
    }
    return List.copyOf(steps);
  }

  private static String described(TraceItem item) {
    return switch (item) {
      case Requirement each -> each.key();
      case Criterion each -> (each.met() ? "[x] " : "[ ] ") + each.key();
      case Task each -> each.shown() + " " + cut(each.title());
      case Session each -> each.spec() + " " + each.shown() + " " + cut(each.title());
      case Commit each -> each.shown() + " " + cut(each.subject());
      case SourceFile each -> each.path();
      case Test each -> cut(each.name()) + ": " + each.result().word();
      case Deliverable each -> each.path();
    };
  }

  static String kind(TraceItem item) {
    return switch (item) {
      case Requirement _ -> "requirement";
      case Criterion _ -> "criterion";
      case Task task -> task.id().isEmpty() ? "spec" : "task";
      case Session _ -> "session";
      case Commit _ -> "commit";
      case SourceFile file -> file.test() ? "test file" : "file";
      case Test test -> test.recorded() ? "recorded test" : "test";
      case Deliverable _ -> "deliverable";
    };
  }

  /// The beginning of a text, in one line.
  static String cut(String text) {
    String line = line(text);
    int count = line.codePointCount(0, line.length());
    return count <= WORDS_MAX
        ? line
        : line.substring(0, line.offsetByCodePoints(0, WORDS_MAX)).stripTrailing() + "…";
  }

  static String place(TraceLink link) {
    return link.place() == null ? "" : line(link.place().toString());
  }

  static String line(@Nullable String text) {
    return text == null ? "" : text.replaceAll("\\s+", " ").strip();
  }
}
