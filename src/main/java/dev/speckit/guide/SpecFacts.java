package dev.speckit.guide;

import dev.speckit.command.Block;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.WorkSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a spec stands, by its files alone.
///
/// @param entry the spec
/// @param sessions of its context, in order
/// @param artifacts paths of plan and tasks that are there
record SpecFacts(SpecEntry entry, List<WorkSession> sessions, List<String> artifacts) {
  private static final int CRITERIA_SHOWN = 12;
  private static final int LINE_MAX = 160;

  SpecFacts {
    sessions = List.copyOf(sessions);
    artifacts = List.copyOf(artifacts);
  }

  /// @throws dev.speckit.failure.Failure.Usage when nothing has this id or alias
  static SpecFacts of(SpecTree tree, String id) {
    SpecEntry entry = tree.find(id);
    List<String> artifacts = new ArrayList<>();
    for (String name : List.of("plan.md", "tasks.md")) {
      if (Disk.exists(entry.artifact(name))) {
        artifacts.add(SpecEntry.relative(tree.workspace(), entry.artifact(name)));
      }
    }
    if (!Disk.exists(entry.contextPath())) {
      return new SpecFacts(entry, List.of(), artifacts);
    }
    String name = SpecEntry.relative(tree.workspace(), entry.contextPath());
    SpecTree.Text context = tree.readText(entry.contextPath());
    return new SpecFacts(entry, ContextDocument.of(name, context.text()).sessions(), artifacts);
  }

  String id() {
    return entry.id().toString();
  }

  private Optional<WorkSession> open() {
    return sessions.stream().filter(WorkSession::open).reduce((_, later) -> later);
  }

  private List<Criterion> openCriteria() {
    return entry.document().criteria().stream().filter(each -> !each.met()).toList();
  }

  Block block() {
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(fact("spec", id() + " - " + entry.shownTitle() + " (" + entry.kind().word() + ")"));
    if (!entry.status().isEmpty()) {
      facts.add(fact("status", entry.status()));
    }
    facts.add(fact("document", entry.path()));
    String context = SpecEntry.relative(entry.workspace(), entry.contextPath());
    facts.add(fact("context", Disk.exists(entry.contextPath()) ? context : "none yet"));
    if (!artifacts.isEmpty()) {
      facts.add(fact("written", String.join(", ", artifacts)));
    }
    facts.add(fact("requirements", "" + entry.document().requirements().size()));
    facts.add(
        fact(
            "criteria",
            entry.criteriaMet() + " of " + entry.document().criteria().size() + " met"));
    for (Criterion open : openCriteria().stream().limit(CRITERIA_SHOWN).toList()) {
      facts.add(fact("  open", open.id() + " " + open.text()));
    }
    if (openCriteria().size() > CRITERIA_SHOWN) {
      facts.add(fact("  open", (openCriteria().size() - CRITERIA_SHOWN) + " more"));
    }
    facts.add(fact("session", session()));
    return new Block.Facts(facts);
  }

  private String session() {
    return open()
        .map(open -> open.number() + " is open: " + open.title())
        .orElse(sessions.isEmpty() ? "none yet" : "none open, " + sessions.size() + " ended");
  }

  private static Block.Facts.Fact fact(String label, String value) {
    return Block.Facts.fact(label, Plain.line(value, LINE_MAX));
  }

  Json.Fields data() {
    return Json.fields()
        .with("id", id())
        .with("title", entry.shownTitle())
        .with("status", entry.status())
        .with("path", entry.path())
        .with("artifacts", Json.texts(artifacts))
        .with("open_criteria", Json.texts(openCriteria().stream().map(Criterion::id).toList()))
        .with("sessions", sessions.size())
        .withPresent("open_session", open().map(WorkSession::number).orElse(null));
  }
}
