package dev.speckit.work;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.Figures;
import dev.speckit.spec.context.RegisteredDeliverable;
import dev.speckit.spec.context.Remark;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.SessionStatus;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.spec.context.WorkTime;
import dev.speckit.spec.deliverable.DeliverableList;
import dev.speckit.spec.deliverable.DeliverableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `work` tells: what was written where, how the session stands, and what comes next.
final class WorkReport {
  private static final int ENTRIES_SHOWN = 5;

  private final SpecEntry entry;
  private final ContextDocument context;
  private final Optional<WorkSession> session;
  private final Figures figures;
  private final boolean git;

  /// @param session the one to tell about; empty when there is none
  WorkReport(
      SpecEntry entry,
      ContextDocument context,
      Optional<WorkSession> session,
      Figures figures,
      boolean git) {
    this.entry = entry;
    this.context = context;
    this.session = session;
    this.figures = figures;
    this.git = git;
  }

  /// @param scene with the spec as it stands on disk now
  /// @param number of the session to tell about
  static WorkReport of(Scene scene, ContextDocument context, int number)
      throws InterruptedException {
    Optional<WorkSession> session =
        context.sessions().stream().filter(each -> each.number() == number).findFirst();
    return new WorkReport(
        scene.entry(),
        context,
        session,
        Ending.figures(scene, context),
        scene.repository().isPresent());
  }

  /// After an action.
  Report acted(Journal.Acted acted) {
    List<Block> blocks = actedBlocks(acted);
    Json.Fields data =
        data()
            .with("opened", acted.opened())
            .with("done", Json.texts(acted.told()))
            .with("written", Json.texts(acted.files()))
            .with("action", acted.data());
    return warned(Report.of(data, blocks), acted.warnings());
  }

  /// The same without the session's state, for the next prompt of a conversation.
  List<Block> actedBlocks(Journal.Acted acted) {
    List<Block> blocks = new ArrayList<>();
    List<Block.Cell> lines = new ArrayList<>();
    if (!acted.output().isEmpty()) {
      acted.output().forEach(line -> lines.add(Block.Cell.of(line, Tone.MUTED)));
    }
    lines.add(
        Block.Cell.of(
            (acted.opened() ? "Opened session " : "Session ")
                + acted.session()
                + " of "
                + entry.id()
                + " - "
                + entry.shownTitle(),
            Tone.STRONG));
    acted.told().forEach(line -> lines.add(Block.Cell.of("  " + line)));
    if (!acted.files().isEmpty()) {
      lines.add(Block.Cell.of("  written: " + String.join(", ", acted.files()), Tone.MUTED));
    }
    blocks.add(new Block.Notes(lines));
    blocks.add(new Block.Notes(List.of(Block.Cell.of(nextLine(), Tone.STRONG))));
    return blocks;
  }

  Report joined(Journal.Acted acted) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(facts());
    String how = acted.opened() ? "Opened" : "Joined";
    blocks.add(
        Block.Notes.of(
            how
                + " session "
                + acted.session()
                + (acted.files().isEmpty()
                    ? ""
                    : "; written: " + String.join(", ", acted.files()))));
    blocks.add(new Block.Notes(List.of(Block.Cell.of(nextLine(), Tone.STRONG))));
    Json.Fields data =
        data().with("opened", acted.opened()).with("written", Json.texts(acted.files()));
    return warned(Report.of(data, blocks), acted.warnings());
  }

  Report status() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(facts());
    session.ifPresent(open -> {
      List<WorkSession.Entry> entries = open.entries();
      List<WorkSession.Entry> last =
          entries.subList(Math.max(0, entries.size() - ENTRIES_SHOWN), entries.size());
      if (!last.isEmpty()) {
        blocks.add(
            new Block.Table(
                "", List.of("part", "entry"), last.stream().map(WorkReport::row).toList()));
      }
      int earlier = entries.size() - last.size();
      if (earlier > 0) {
        blocks.add(
            Block.Notes.of(
                "Not shown: %d earlier; all of them are in %s and in --json."
                    .formatted(earlier, path(entry.contextPath()))));
      }
    });
    blocks.add(new Block.Notes(List.of(Block.Cell.of(nextLine(), Tone.STRONG))));
    return warned(Report.of(data(), blocks), context.problems());
  }

  /// @param list of this spec
  Report deliverables(DeliverableList list) {
    Block block =
        list.registered().isEmpty()
            ? Block.Notes.of("No deliverables are registered.")
            : new Block.Table(
                "Deliverables of " + entry.id(),
                List.of("kind", "file", "what it is", "state"),
                list.registered().stream().map(this::row).toList());
    List<Problem> warnings = new ArrayList<>();
    for (DeliverableList.Registered each : list.registered()) {
      if (!(each.state() instanceof DeliverableState.Present)) {
        warnings.add(
            Problem.of(
                    "deliverable-gone",
                    "a deliverable is not where it is registered: " + state(each))
                .at(path(each.file()))
                .remedy(remedy(each)));
      }
    }
    List<String> moved =
        list.registered().stream().flatMap(each -> movedTo(each).stream()).toList();
    list.unregistered().stream()
        .filter(file -> !moved.contains(path(file)))
        .forEach(file ->
            warnings.add(
                Problem.of("not-registered", "the file stands below deliverables/ unregistered")
                    .at(path(file))
                    .remedy(
                        "speckit work "
                            + entry.id()
                            + " deliver "
                            + path(file)
                            + " --as scripts|docs|config|code")));
    List<Json.Fields> states =
        list.registered().stream()
            .map(each ->
                Json.fields()
                    .with("kind", each.kind().word())
                    .with("path", path(each.file()))
                    .with("label", each.label())
                    .with("description", each.description())
                    .with("in_context", each.contextLine() > 0)
                    .with("in_spec", each.documentLine() > 0)
                    .with("state", word(each.state()))
                    .withPresent("moved_to", movedTo(each).orElse(null))
                    .withPresent("why", why(each.state()).orElse(null)))
            .toList();
    return warned(Report.of(data().with("deliverables", states), block), warnings);
  }

  private List<Block.Cell> row(DeliverableList.Registered each) {
    boolean present = each.state() instanceof DeliverableState.Present;
    return List.of(
        Block.Cell.of(each.kind().word(), Tone.MUTED),
        Block.Cell.of(path(each.file())),
        Block.Cell.of(each.description().isEmpty() ? each.label() : each.description()),
        Block.Cell.of(state(each), present ? Tone.GOOD : Tone.WARNING));
  }

  private String state(DeliverableList.Registered each) {
    return switch (each.state()) {
      case DeliverableState.Present _ -> "present";
      case DeliverableState.Moved moved -> "moved to " + path(moved.to());
      case DeliverableState.Deleted deleted -> deleted.how();
      case DeliverableState.Missing _ -> "missing";
    };
  }

  private static String word(DeliverableState state) {
    return switch (state) {
      case DeliverableState.Present _ -> "present";
      case DeliverableState.Moved _ -> "moved";
      case DeliverableState.Deleted _ -> "deleted";
      case DeliverableState.Missing _ -> "missing";
    };
  }

  private Optional<String> movedTo(DeliverableList.Registered each) {
    return each.state() instanceof DeliverableState.Moved moved
        ? Optional.of(path(moved.to()))
        : Optional.empty();
  }

  private static Optional<String> why(DeliverableState state) {
    return switch (state) {
      case DeliverableState.Moved moved -> Optional.of(moved.why());
      case DeliverableState.Deleted deleted -> Optional.of(deleted.how());
      case DeliverableState.Present _, DeliverableState.Missing _ -> Optional.empty();
    };
  }

  private String remedy(DeliverableList.Registered each) {
    Optional<String> to = movedTo(each);
    if (to.isPresent()) {
      return "speckit work " + entry.id() + " deliver " + to.get();
    }
    List<String> lines = new ArrayList<>();
    if (each.contextLine() > 0) {
      lines.add(path(entry.contextPath()) + ":" + each.contextLine());
    }
    if (each.documentLine() > 0) {
      lines.add(entry.path() + ":" + each.documentLine());
    }
    return "bring it back, or take out " + String.join(" and ", lines);
  }

  private String path(java.nio.file.Path file) {
    return SpecEntry.relative(entry.workspace(), file);
  }

  static Report warned(Report report, List<Problem> warnings) {
    Report warned = report;
    for (Problem warning : warnings) {
      warned = warned.warning(warning);
    }
    return warned;
  }

  private static List<Block.Cell> row(WorkSession.Entry entry) {
    return List.of(
        Block.Cell.of(entry.part().heading(), Tone.MUTED),
        Block.Cell.of(EntryText.asGiven(entry.text().lines().findFirst().orElse(""))));
  }

  private Block facts() {
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(Block.Facts.fact("spec", entry.id() + " - " + entry.shownTitle(), Tone.STRONG));
    facts.add(Block.Facts.fact("status", entry.status()));
    figures
        .criteria()
        .ifPresent(
            each -> facts.add(Block.Facts.fact("criteria met", each.met() + "/" + each.total())));
    session.ifPresentOrElse(
        each -> facts.add(Block.Facts.fact("session", shown(each))),
        () -> facts.add(Block.Facts.fact("session", "none is open", Tone.MUTED)));
    figures.sessions().ifPresent(n -> facts.add(Block.Facts.fact("sessions", n.toString())));
    figures
        .duration()
        .ifPresent(time -> facts.add(Block.Facts.fact("worked", WorkTime.written(time))));
    figures
        .coverage()
        .ifPresent(percent -> facts.add(Block.Facts.fact("coverage", percent + " %")));
    int count = context.deliverables().size();
    if (count > 0) {
      facts.add(Block.Facts.fact("deliverables", Integer.toString(count)));
    }
    return new Block.Facts(facts);
  }

  private static String shown(WorkSession session) {
    String since = session.started().map(at -> ", since " + WorkTime.written(at)).orElse("");
    String ended =
        session.open()
            ? ""
            : ", ended" + session.status().map(status -> ": " + status.word()).orElse("");
    return session.number()
        + (session.title().isEmpty() ? "" : " - " + session.title())
        + since
        + ", "
        + String.join(", ", session.participants())
        + ended;
  }

  NextAction next() {
    return NextAction.of(context, session.filter(WorkSession::open), git);
  }

  private String nextLine() {
    NextAction next = next();
    String call = "speckit work " + entry.id();
    return "Next: "
        + next.word().map(word -> call + " " + word.word()).orElse(call)
        + " ("
        + next.why()
        + ")";
  }

  private Json.Fields data() {
    NextAction next = next();
    return Json.fields()
        .with(
            "spec",
            Json.fields()
                .with("id", entry.id().toString())
                .with("title", entry.shownTitle())
                .with("status", entry.status())
                .with("path", entry.path())
                .with("context", SpecEntry.relative(entry.workspace(), entry.contextPath())))
        .with("state", session.isEmpty() ? "none" : session.get().open() ? "open" : "closed")
        .withPresent("session", session.map(WorkReport::json).orElse(null))
        .with(
            "next",
            Json.fields()
                .withPresent("action", next.word().map(Action.Word::word).orElse(null))
                .with("why", next.why()))
        .with(
            "entries",
            session.map(WorkSession::entries).orElse(List.of()).stream()
                .map(WorkReport::json)
                .toList())
        .with("notes", context.notes().stream().map(WorkReport::json).toList())
        .with("decisions", context.decisions().stream().map(WorkReport::json).toList())
        .with("figures", json(figures))
        .with("deliverables", context.deliverables().stream().map(each -> json(each)).toList());
  }

  private static Json.Fields json(WorkSession session) {
    return Json.fields()
        .with("number", session.number())
        .with("title", EntryText.asGiven(session.title()))
        .withPresent("started", session.started().map(Scene::instant).orElse(null))
        .withPresent("start_commit", session.startCommit().orElse(null))
        .with("open", session.open())
        .withPresent("status", session.status().map(SessionStatus::word).orElse(null))
        .withPresent("minutes", session.counted().map(time -> time.toMinutes()).orElse(null))
        .with("participants", Json.texts(session.participants()))
        .with(
            "commits",
            session.commits().stream()
                .map(commit ->
                    Json.fields()
                        .with("hash", commit.hash())
                        .with("subject", EntryText.asGiven(commit.subject()))
                        .with("lost", commit.lost()))
                .toList());
  }

  private static Json.Fields json(WorkSession.Entry entry) {
    return Json.fields()
        .with("part", part(entry.part()))
        .with("text", EntryText.asGiven(entry.text()))
        .withPresent("at", entry.at().map(Scene::instant).orElse(null))
        .with("line", entry.line());
  }

  private static Json.Fields json(Remark remark) {
    return Json.fields()
        .with("text", EntryText.asGiven(remark.text()))
        .withPresent("at", remark.at().map(Scene::instant).orElse(null))
        .with("line", remark.line());
  }

  private static String part(SessionPart part) {
    return part.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Json.Fields json(Figures figures) {
    return Json.fields()
        .withPresent("sessions", figures.sessions().orElse(null))
        .withPresent("minutes", figures.duration().map(time -> time.toMinutes()).orElse(null))
        .withPresent("lines_added", figures.lines().map(Figures.Lines::added).orElse(null))
        .withPresent("lines_removed", figures.lines().map(Figures.Lines::removed).orElse(null))
        .withPresent("files_created", figures.filesCreated().orElse(null))
        .withPresent("files_modified", figures.filesModified().orElse(null))
        .withPresent(
            "coverage",
            figures
                .coverage()
                .map(percent -> new java.math.BigDecimal(percent.toString()))
                .orElse(null))
        .withPresent(
            "criteria",
            figures
                .criteria()
                .map(each ->
                    (Json) Json.fields().with("met", each.met()).with("total", each.total()))
                .orElse(null));
  }

  private static Json.Fields json(RegisteredDeliverable each) {
    return Json.fields()
        .with("kind", each.kind().word())
        .with("target", each.target())
        .with("label", each.label())
        .with("description", EntryText.asGiven(each.description()))
        .with("line", each.line());
  }
}
