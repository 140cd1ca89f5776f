package dev.speckit.trace;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.OutputFile;
import dev.speckit.trace.TraceItem.Commit;
import dev.speckit.trace.TraceItem.Criterion;
import dev.speckit.trace.TraceItem.Deliverable;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.Requirement;
import dev.speckit.trace.TraceItem.Result;
import dev.speckit.trace.TraceItem.Session;
import dev.speckit.trace.TraceItem.SourceFile;
import dev.speckit.trace.TraceItem.Task;
import dev.speckit.trace.TraceItem.Test;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A trace as one page that stands alone: no script, no file beside it, nothing fetched. It is
/// well-formed XML as well. Every item has an anchor; its links lead both ways.
final class HtmlTrace {
  private final StringBuilder out = new StringBuilder();
  private final TraceSelection selection;
  private final TracePage page;
  private final Map<TraceItem, String> anchors = new HashMap<>();

  private HtmlTrace(TraceSelection selection, List<Demand> shown) {
    this.selection = selection;
    this.page =
        TracePage.of(selection.graph(), shown.stream().map(selection.graph()::backing).toList());
    for (TraceItem item : page.items()) {
      anchors.put(item, "item-" + (anchors.size() + 1));
    }
  }

  static String of(TraceSelection selection) {
    return of(selection, true);
  }

  /// @param detailed whether each requirement and criterion is shown; else a row for each spec
  static String of(TraceSelection selection, boolean detailed) {
    HtmlTrace html = new HtmlTrace(selection, detailed ? selection.demands() : List.of());
    html.out.append("<!DOCTYPE html>\n").append(OutputFile.Kind.TRACE.comment()).append('\n');
    html.out.append(HtmlFrame.START);
    html.gaps();
    if (detailed) {
      selection.specs().forEach(html::spec);
    } else {
      html.overview();
    }
    html.kind("Requirements and criteria", Demand.class);
    html.kind("Tasks", Task.class);
    html.kind("Sessions", Session.class);
    html.kind("Commits", Commit.class);
    html.kind("Files", SourceFile.class);
    html.kind("Tests", Test.class);
    html.kind("Deliverables", Deliverable.class);
    html.out.append(HtmlFrame.END);
    return html.out.toString();
  }

  private void gaps() {
    List<Unproven> unproven = selection.unproven();
    List<Problem> told = selection.told();
    if (unproven.isEmpty() && told.isEmpty()) {
      return;
    }
    out.append("<section>\n<h2>Gaps</h2>\n<ul class=\"gaps\">\n");
    for (Unproven each : unproven) {
      Problem problem = each.problem();
      out.append("<li>").append(linked(each.criterion())).append(": ");
      out.append(text(problem.message())).append(at(problem.place())).append("</li>\n");
    }
    for (Problem each : told) {
      out.append("<li>").append(text(each.message())).append(at(each.place())).append("</li>\n");
    }
    out.append("</ul>\n</section>\n");
  }

  private void overview() {
    out.append("<section>\n<h2>Specs</h2>\n<p>").append(text(SpecCount.WHY)).append("</p>\n");
    out.append("<div class=\"wide\"><table>\n<tr>");
    SpecCount.COLUMNS.forEach(
        each -> out.append("<th scope=\"col\">").append(each).append("</th>"));
    out.append("</tr>\n");
    for (TracedSpec spec : selection.specs()) {
      out.append("<tr><th scope=\"row\">").append(text(spec.id().toString())).append("</th>");
      for (String each : SpecCount.cells(selection.graph(), spec)) {
        out.append("<td>").append(text(each)).append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</table></div>\n</section>\n");
  }

  private void spec(TracedSpec spec) {
    out.append("<section>\n<h2>").append(text(spec.id() + " " + spec.title())).append("</h2>\n<p>");
    out.append(text(spec.kind().name().toLowerCase(Locale.ROOT)));
    out.append(spec.status().isEmpty() ? "" : ", " + text(spec.status()));
    out.append(", <code>").append(text(spec.path())).append("</code></p>\n");
    List<Backing> backings =
        page.backings().stream().filter(each -> each.demand().spec().equals(spec.id())).toList();
    if (!backings.isEmpty()) {
      out.append("<div class=\"wide\"><table>\n").append(HtmlFrame.COLUMNS);
      backings.forEach(this::row);
      out.append("</table></div>\n");
    }
    out.append("</section>\n");
  }

  private void row(Backing backing) {
    Demand demand = backing.demand();
    out.append("<tr><th scope=\"row\">").append(box(demand)).append(linked(demand)).append("</th>");
    out.append("<td>").append(text(demand.text())).append("</td>");
    out.append("<td class=\"").append(backing.isProven() ? "good" : "bad").append("\">");
    out.append(backing.state().word()).append("</td>");
    cell(backing.tasks(), this::linked);
    cell(backing.sessions(), this::linked);
    cell(backing.commits(), this::linked);
    cell(backing.files(), this::linked);
    cell(backing.tests(), each -> linked(each) + " " + result(each.result()));
    cell(backing.deliverables(), this::linked);
    out.append("</tr>\n");
  }

  /// Ticked or not; a requirement has no box.
  private static String box(Demand demand) {
    return switch (demand) {
      case Requirement _ -> "";
      case Criterion criterion -> criterion.met() ? "☑ " : "☐ ";
    };
  }

  private <T> void cell(List<T> items, Function<T, String> shown) {
    out.append("<td>");
    out.append(String.join("<br/>", items.stream().map(shown).toList()));
    out.append("</td>");
  }

  private static String result(Result result) {
    String kind =
        switch (result) {
          case PASSED -> "good";
          case FAILED -> "bad";
          case SKIPPED, STALE, GONE, NOT_RUN -> "open";
        };
    return "<span class=\"" + kind + "\">" + result.word() + "</span>";
  }

  private <T extends TraceItem> void kind(String title, Class<T> kind) {
    List<T> items = page.items(kind);
    if (items.isEmpty()) {
      return;
    }
    out.append("<section>\n<h2>").append(title).append("</h2>\n");
    items.forEach(this::item);
    out.append("</section>\n");
  }

  private void item(TraceItem item) {
    out.append("<article id=\"").append(anchor(item)).append("\">\n<h3>");
    out.append(heading(item)).append("</h3>\n");
    List<Demand> serves = page.serves(item);
    if (!serves.isEmpty()) {
      out.append("<p>for ");
      out.append(String.join(", ", serves.stream().map(this::linked).toList()));
      out.append("</p>\n");
    }
    links("from", page.back(item), TraceLink::from);
    links("to", page.forward(item), TraceLink::to);
    out.append("</article>\n");
  }

  private void links(String word, List<TraceLink> links, Function<TraceLink, TraceItem> end) {
    if (links.isEmpty()) {
      return;
    }
    out.append("<ul>\n");
    for (TraceLink link : links) {
      out.append("<li>").append(word).append(' ').append(kindOf(end.apply(link))).append(' ');
      out.append(linked(end.apply(link))).append(": ").append(text(link.reason()));
      out.append(at(link.place())).append("</li>\n");
    }
    out.append("</ul>\n");
  }

  private static String heading(TraceItem item) {
    return switch (item) {
      case Requirement(var _, var _, String text, Place place) ->
          code(item.key()) + said(text, place);
      case Criterion criterion ->
          box(criterion) + code(item.key()) + said(criterion.text(), criterion.place());
      case Task task -> code(item.key()) + said(task.title(), task.place());
      case Session session ->
          code(session.spec() + " " + session.shown()) + said(session.title(), session.place());
      case Commit commit ->
          code(commit.hash())
              + said(commit.subject(), null)
              + commit.written().map(each -> " <time>" + each + "</time>").orElse("");
      case SourceFile file -> code(file.path());
      case Test test -> code(test.name()) + " " + result(test.result()) + at(test.place());
      case Deliverable deliverable -> code(deliverable.path()) + at(deliverable.place());
    };
  }

  private static String said(String words, @Nullable Place place) {
    return " " + text(words) + at(place);
  }

  private static String kindOf(TraceItem item) {
    return switch (item) {
      case Requirement _ -> "requirement";
      case Criterion _ -> "criterion";
      case Task _ -> "task";
      case Session _ -> "session";
      case Commit _ -> "commit";
      case SourceFile _ -> "file";
      case Test _ -> "test";
      case Deliverable _ -> "deliverable";
    };
  }

  /// A link to where the item stands on this page.
  private String linked(TraceItem item) {
    String anchor = anchor(item);
    String shown = code(name(item));
    return anchor.isEmpty() ? shown : "<a href=\"#" + anchor + "\">" + shown + "</a>";
  }

  private String name(TraceItem item) {
    return switch (item) {
      case Demand demand -> selection.specs().size() == 1 ? demand.id() : demand.key();
      case Session session -> session.spec() + " " + session.shown();
      case Task _, Commit _, SourceFile _, Test _, Deliverable _ -> item.shown();
    };
  }

  private String anchor(TraceItem item) {
    return anchors.getOrDefault(item, "");
  }

  private static String at(@Nullable Place place) {
    return place == null ? "" : " <small>" + text(place.toString()) + "</small>";
  }

  private static String code(String text) {
    return "<code>" + text(text) + "</code>";
  }

  private static String text(String text) {
    return HtmlText.of(text);
  }
}
