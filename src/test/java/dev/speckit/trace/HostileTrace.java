package dev.speckit.trace;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import dev.speckit.trace.TraceItem.Commit;
import dev.speckit.trace.TraceItem.Criterion;
import dev.speckit.trace.TraceItem.Deliverable;
import dev.speckit.trace.TraceItem.Requirement;
import dev.speckit.trace.TraceItem.Result;
import dev.speckit.trace.TraceItem.Session;
import dev.speckit.trace.TraceItem.SourceFile;
import dev.speckit.trace.TraceItem.Task;
import dev.speckit.trace.TraceItem.Test;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A graph in which every text that comes from a file holds the same words.
final class HostileTrace {
  static final SpecId SPEC = new SpecId(1001);
  private static final Instant MOMENT = Instant.parse("2026-11-21T10:00:00Z");

  private HostileTrace() {}

  static TraceSelection with(String text) {
    Place place = Place.of("specs/" + text, 7);
    Requirement requirement = new Requirement(SPEC, "FR-001" + text, text, place);
    Criterion proven = new Criterion(SPEC, "AC-001" + text, text, true, place);
    Criterion unproven = new Criterion(SPEC, "AC-002" + text, text, true, place);
    Task task = new Task(SPEC, "T001" + text, text, true, place);
    Session session = new Session(SPEC, 1, text, place);
    Commit commit = new Commit("0123456789abcdef" + text, text, Optional.of(MOMENT));
    SourceFile file = new SourceFile("src/" + text, false);
    SourceFile tests = new SourceFile("test/" + text, true);
    Test test = new Test(text, Result.PASSED, place, false);
    Deliverable deliverable = new Deliverable(SPEC, "docs/" + text, place);
    TraceGraph.Draft draft = new TraceGraph.Draft();
    draft.add(
        new TracedSpec(SPEC, SpecKind.FEATURE, Optional.empty(), text, text, "specs/" + text));
    for (TraceItem each :
        List.of(
            requirement, proven, unproven, task, session, commit, file, tests, test, deliverable)) {
      draft.add(each);
    }
    draft.link(requirement, proven, text, place);
    draft.link(requirement, task, text, place);
    draft.link(task, session, text, place);
    draft.link(requirement, commit, text, null);
    draft.link(commit, file, text, null);
    draft.link(requirement, tests, text, place);
    draft.link(requirement, test, text, place);
    draft.link(file, deliverable, text, place);
    TraceGraph graph =
        draft.finish(
            List.of(
                new TraceGraph.Told(
                    Problem.of("unknown-item", "nobody knows " + text).at(Place.of(text, 3)),
                    Set.of())));
    return TraceSelection.of(graph, graph.specs());
  }

  static List<String> texts() {
    return List.of(
        "plain words",
        "",
        " ",
        "<script>alert(1)</script>",
        "</style></code></td></table></body><img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)\" x='y",
        "&lt;&#x3c;&nbsp;&amp",
        "<!-- a --> <?php ?> <![CDATA[x]]>",
        "]]>",
        "javascript:alert(1)",
        "http://127.0.0.1/x https://127.0.0.1 www.example.org a@example.org",
        "[a](http://127.0.0.1) ![b](x) [[note|label]] ![[embed]] [^1] [x]: http://127.0.0.1",
        "`code` ``two`` ``` three",
        "a|b|c \\| d \\",
        "*a* _b_ **c** ~~d~~ ==e== %%f%% $x$ $$y$$",
        "# heading #tag @team {x} ^block",
        "line one\nline two\r\n| x | y |\n\n## heading\n- [ ] box\n```\nfence",
        "\u001b[31mred\u001b[0m \u001b]8;;http://127.0.0.1\u0007link\u001b]8;;\u0007",
        "a\u0000b\u0007c\u0085d\u009be",
        "\u202egnp.exe \u2066x\u2069 \u200b \ufeff \u2028 \u2029",
        "\ud800 \udfff \ufffe \uffff \ud83d\ude00",
        "x".repeat(5_000));
  }
}
