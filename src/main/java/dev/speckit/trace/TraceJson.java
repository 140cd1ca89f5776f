package dev.speckit.trace;

import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.spec.OutputFile;
import dev.speckit.trace.TraceItem.Criterion;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.Requirement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A trace for programs.
final class TraceJson {
  private TraceJson() {}

  /// @param named all of it
  static Json.Fields of(Selected selected, List<Problem> named) {
    TraceSelection selection = selected.selection();
    List<Json.Fields> specs = selection.specs().stream().map(each -> spec(selected, each)).toList();
    Json.Fields data =
        Json.fields()
            .with("specs", specs)
            .with("named", named.stream().map(TraceJson::problem).toList());
    return selected
        .item()
        .map(item ->
            data.with("item", item.key())
                .with(
                    "links",
                    TraceText.steps(selection.graph(), item).stream()
                        .map(TraceJson::link)
                        .toList()))
        .orElse(data);
  }

  /// As a text that tells who wrote it.
  static String marked(Json.Fields data) {
    return data.after("tool", OutputFile.Kind.TRACE.tool()).writeIndented() + "\n";
  }

  private static Json.Fields spec(Selected selected, TracedSpec spec) {
    TraceGraph graph = selected.selection().graph();
    SpecCount count = SpecCount.of(graph, spec);
    List<Json.Fields> items =
        selected.selection().demands().stream()
            .filter(each -> each.spec().equals(spec.id()))
            .map(each -> item(graph, each, !selected.whole()))
            .toList();
    return Json.fields()
        .with("id", spec.id().toString())
        .with("title", spec.title())
        .with("status", spec.status())
        .with("path", spec.path())
        .with("requirements", count.requirements())
        .with("criteria", count.criteria())
        .with("met", count.met())
        .with("committed", count.committed())
        .with("tested", count.tested())
        .with("unproven", count.unproven())
        .with("items", items);
  }

  private static Json.Fields item(TraceGraph graph, Demand demand, boolean links) {
    Backing backing = graph.backing(demand);
    Json.Fields item =
        switch (demand) {
          case Requirement _ -> Json.fields().with("kind", "requirement");
          case Criterion each -> Json.fields().with("kind", "criterion").with("met", each.met());
        };
    Json.Fields whole =
        item.with("key", demand.key())
            .with("id", demand.id())
            .with("text", demand.text())
            .with("place", demand.place().toString())
            .with("state", backing.state().word())
            .with("tasks", keys(backing.tasks()))
            .with("sessions", keys(backing.sessions()))
            .with("commits", texts(backing.commits(), TraceItem.Commit::hash))
            .with("files", texts(backing.files(), TraceItem.SourceFile::path))
            .with("tests", backing.tests().stream().map(TraceJson::test).toList())
            .with("deliverables", texts(backing.deliverables(), TraceItem.Deliverable::path));
    return links
        ? whole.with("links", graph.forward(demand).stream().map(TraceJson::link).toList())
        : whole;
  }

  static Json.Fields test(TraceItem.Test test) {
    return Json.fields()
        .with("name", test.name())
        .with("result", test.result().word())
        .with("recorded", test.recorded())
        .with("place", test.place().toString());
  }

  static Json.Fields link(TraceLink link) {
    return Json.fields()
        .with("from", link.from().key())
        .with("to", link.to().key())
        .with("kind", TraceText.kind(link.to()))
        .with("reason", link.reason())
        .withPresent("place", link.place() == null ? null : link.place().toString());
  }

  static Json.Fields problem(Problem problem) {
    return Json.fields()
        .with("code", problem.code())
        .with("message", problem.message())
        .withPresent("place", problem.place() == null ? null : problem.place().toString())
        .withPresent("remedy", problem.remedy());
  }

  private static List<Json> keys(List<? extends TraceItem> items) {
    return texts(items, TraceItem::key);
  }

  private static <T> List<Json> texts(List<? extends T> items, Function<T, String> text) {
    return items.stream()
        .map(each -> (Json) new Json.Text(text.apply(each)))
        .collect(Collectors.toList());
  }
}
