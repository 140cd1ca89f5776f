package dev.speckit.handoff;

import dev.speckit.host.Disk;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.TaskBox;
import dev.speckit.spec.Workspace;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.RegisteredDeliverable;
import dev.speckit.spec.context.Remark;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.SessionStatus;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.spec.context.WorkTime;
import dev.speckit.work.NextAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts a situation on a sheet: what there is to tell, chapter by chapter, and how much it matters.
final class Telling {
  private static final int TITLE_MAX = 100;
  private static final int NEXT_MAX = 240;
  private static final int FEW = 5;
  private static final int MANY = 20;

  /// How much the lines matter, in this order; what comes first of a chapter matters more.
  private static final int CORE = 0;

  private static final int FIRST_ISSUES = 1;
  private static final int OWN_COMMANDS = 2;
  private static final int RECORDED_COMMANDS = 3;
  private static final int ISSUES = 4;
  private static final int OPEN_CRITERIA = 5;
  private static final int DOCUMENTS = 6;
  private static final int LAST_SESSION = 7;
  private static final int DECISIONS = 8;
  private static final int MORE_CRITERIA = 9;
  private static final int FAMILY = 10;
  private static final int DELIVERABLES = 11;
  private static final int THE_REST = 12;

  private final Situation situation;
  private final SpecEntry entry;
  private final Path from;
  private final Sheet sheet;

  private Telling(Situation situation, Path from) {
    this.situation = situation;
    this.entry = situation.entry();
    this.from = from;
    this.sheet = new Sheet(link(entry.contextPath()) + ", or a larger `--budget`");
  }

  /// @param from the folder in which the hand-off will be read; links lead from there
  static Sheet of(Situation situation, Path from) {
    Telling telling = new Telling(situation, from);
    telling.head();
    telling.family();
    telling.sessions();
    telling.verifications();
    telling.next();
    telling.issues();
    telling.decisions();
    telling.deliverables();
    telling.criteria();
    telling.documents();
    return telling.sheet;
  }

  private void head() {
    core(Chapter.HEAD, "# Hand-off: " + entry.id() + " " + title(entry));
    core(Chapter.HEAD, "");
    String below =
        situation.family().parent(entry).map(up -> " of " + up.id() + " " + title(up)).orElse("");
    core(
        Chapter.HEAD,
        "- **Spec**: %s (%s%s)".formatted(link(entry.documentPath()), entry.kind().word(), below));
    core(
        Chapter.HEAD,
        "- **Status**: "
            + written(entry.status(), "none given")
            + ", progress "
            + situation.family().standing(entry).shown());
    core(Chapter.HEAD, "- **Branch**: " + branch());
    core(Chapter.HEAD, "- **Last session**: " + lastSession());
    core(Chapter.HEAD, "- **Generated**: " + situation.now() + " by speckit, from files and git");
  }

  private String branch() {
    Optional<GitFacts> git = situation.git();
    String out =
        git.map(facts -> facts.branch().map(Telling::brief).orElse("none is checked out"))
            .orElse(situation.gitFailed() ? "unknown, git failed" : "no repository");
    return entry
        .document()
        .find("branch")
        .map(named -> Plain.line(Plain.cut(named, TITLE_MAX)) + " (checked out: " + out + ")")
        .orElse(out);
  }

  private static String brief(String name) {
    return Plain.code(Plain.cut(name, TITLE_MAX));
  }

  private String lastSession() {
    List<WorkSession> sessions = situation.context().sessions();
    String none =
        situation.unread().isPresent() ? "unknown, the context cannot be read" : "none yet";
    return sessions.isEmpty() ? none : Plain.cut(shown(sessions.getLast()), NEXT_MAX);
  }

  private static String shown(WorkSession session) {
    List<String> facts = new ArrayList<>();
    session.started().map(WorkTime::written).ifPresent(facts::add);
    facts.add(session.open() ? "open" : session.status().map(SessionStatus::word).orElse("ended"));
    session.duration().map(WorkTime::written).ifPresent(facts::add);
    session.participants().forEach(person -> facts.add(Plain.line(name(person))));
    String title = session.title().isBlank() ? "" : " - " + Plain.line(session.title());
    return session.number() + title + " (" + String.join(", ", facts) + ")";
  }

  /// `Ada` of `Ada <ada@example.org>`.
  private static String name(String participant) {
    int address = participant.indexOf(" <");
    return address > 0 ? participant.substring(0, address) : participant;
  }

  private void family() {
    row(entry, FAMILY, true);
    Family family = situation.family();
    family.parent(entry).ifPresent(parent -> row(parent, FAMILY, false));
    int told = 0;
    for (SpecEntry child : family.children(entry)) {
      row(child, told++ < MANY ? FAMILY : THE_REST, false);
    }
    for (SpecEntry sibling : family.siblings(entry)) {
      row(sibling, told++ < MANY ? FAMILY : THE_REST, false);
    }
  }

  private void row(SpecEntry spec, int rank, boolean own) {
    String bold = own ? "**" : "";
    sheet.row(
        rank,
        "| " + bold + spec.id() + bold + " | ",
        Plain.cell(Plain.cut(spec.shownTitle(), TITLE_MAX)),
        " | %s | %s |"
            .formatted(
                Plain.cell(Plain.cut(spec.status(), 40)),
                situation.family().standing(spec).shown()));
  }

  private void sessions() {
    List<WorkSession> newest = situation.context().sessions().reversed();
    if (newest.isEmpty()) {
      core(
          Chapter.DONE,
          situation.unread().isPresent()
              ? "- Unknown: the context cannot be read."
              : "- No work session is recorded.");
    }
    for (int i = 0; i < newest.size(); i++) {
      WorkSession session = newest.get(i);
      int rank = i == 0 ? LAST_SESSION : THE_REST;
      int head = sheet.add(Chapter.DONE, rank, "- **Session** ", shown(session));
      entries(session, head, rank);
    }
  }

  private void entries(WorkSession session, int head, int rank) {
    List<WorkSession.Entry> all = session.entries();
    for (int i = 0; i < all.size(); i++) {
      WorkSession.Entry done = all.get(i);
      boolean found = done.part() == SessionPart.CHANGES;
      if (done.part() != SessionPart.ISSUES) {
        sheet.under(
            head,
            found ? THE_REST : rank,
            "  - " + done.part().heading() + ": ",
            Plain.line(done.text()) + time(session, done));
      } else if (i > 0 && OpenIssues.isResolution(done)) {
        sheet.under(
            head,
            rank,
            "  - Resolved: ",
            OpenIssues.words(all.get(i - 1)) + " - " + OpenIssues.words(done));
      }
    }
  }

  private static String time(WorkSession session, WorkSession.Entry entry) {
    if (entry.at().isEmpty()) {
      return "";
    }
    LocalDateTime at = entry.at().get();
    boolean sameDay = session.date().filter(at.toLocalDate()::equals).isPresent();
    return " (" + (sameDay ? at.toLocalTime().toString() : WorkTime.written(at)) + ")";
  }

  private void verifications() {
    for (Verification each : situation.verifications()) {
      int rank = each.recorded() ? RECORDED_COMMANDS : OWN_COMMANDS;
      sheet.add(Chapter.VERIFICATION, rank, each.shown(), each.expected());
    }
  }

  private void next() {
    NextItem next = situation.next();
    if (situation.unread().isPresent()) {
      core(Chapter.NEXT, "- **START HERE**: mend the context: " + Plain.line(next.why()) + ".");
      return;
    }
    if (next.call() == null) {
      core(Chapter.NEXT, "- Nothing is left: " + next.why() + ".");
      return;
    }
    core(Chapter.NEXT, "- **START HERE**: `" + next.call() + "` (" + next.why() + ")");
    if (next.child() != null) {
      core(
          Chapter.NEXT,
          "- **Spec below**: %s %s (%s, %s)"
              .formatted(
                  next.child().id(),
                  title(next.child()),
                  written(next.child().status(), "no status"),
                  situation.family().standing(next.child()).shown()));
    }
    if (next.task() != null) {
      core(
          Chapter.NEXT,
          "- **Task** (%s:%d): %s"
              .formatted(
                  Plain.line(String.valueOf(entry.artifact("tasks.md").getFileName())),
                  next.task().line(),
                  Plain.line(Plain.cut(next.task().text(), NEXT_MAX))));
    }
    if (next.criterion() != null) {
      core(
          Chapter.NEXT,
          "- **Criterion** (%s:%d): %s"
              .formatted(
                  Plain.line(String.valueOf(entry.documentPath().getFileName())),
                  next.criterion().line(),
                  Plain.cut(words(next.criterion()), NEXT_MAX)));
    }
  }

  private void issues() {
    List<String> all = new ArrayList<>(situation.issues());
    all.addAll(situation.below());
    if (all.isEmpty()) {
      core(Chapter.ISSUES, "- None is recorded.");
    }
    for (int i = 0; i < all.size(); i++) {
      int rank = i < 2 ? FIRST_ISSUES : i < MANY ? ISSUES : THE_REST;
      sheet.add(Chapter.ISSUES, rank, "- ", all.get(i));
    }
  }

  private void decisions() {
    for (Plan plan : Plan.of(situation.context().sessions())) {
      String yes = plan.approved() ? "Plan, approved: " : "Plan, nobody has said yes to it: ";
      sheet.add(
          Chapter.DECISIONS,
          plan.last() ? DECISIONS : THE_REST,
          "- " + yes,
          Plain.line(plan.text()));
    }
    remarks(Chapter.DECISIONS, situation.context().decisions(), DECISIONS);
    remarks(Chapter.NOTES, situation.context().notes(), THE_REST);
  }

  private void remarks(Chapter chapter, List<Remark> remarks, int rank) {
    List<Remark> newest = remarks.reversed();
    for (int i = 0; i < newest.size(); i++) {
      Remark remark = newest.get(i);
      String at = remark.at().map(moment -> " (" + WorkTime.written(moment) + ")").orElse("");
      sheet.add(chapter, i < FEW ? rank : THE_REST, "- ", Plain.block(remark.text()) + at);
    }
  }

  /// An entry about the plan.
  ///
  /// @param approved whether a yes follows it
  /// @param last whether it stands behind the last yes but one
  private record Plan(String text, boolean approved, boolean last) {
    static List<Plan> of(List<WorkSession> sessions) {
      List<String> entries =
          sessions.stream()
              .flatMap(session -> session.entries(SessionPart.PLANNING).stream())
              .map(WorkSession.Entry::text)
              .toList();
      List<Plan> newest = new ArrayList<>();
      boolean approved = false;
      for (String text : entries.reversed()) {
        if (text.startsWith(NextAction.APPROVED)) {
          approved = true;
        } else {
          newest.add(new Plan(text, approved, newest.size() < FEW));
        }
      }
      return newest;
    }
  }

  private void deliverables() {
    for (RegisteredDeliverable each : situation.context().deliverables()) {
      Optional<Path> file = file(each);
      String place = file.map(this::link).orElse(Plain.code(each.target()));
      boolean missing = file.isPresent() && !Disk.exists(file.get());
      sheet.add(
          Chapter.DELIVERABLES,
          DELIVERABLES,
          "- " + place + (missing ? " (missing)" : "") + ": ",
          Plain.line(each.description().isBlank() ? each.kind().word() : each.description()));
    }
  }

  private Optional<Path> file(RegisteredDeliverable each) {
    try {
      Path folder =
          each.kind() == DeliverableKind.CODE
              ? entry.workspace()
              : entry.contextPath().resolveSibling("");
      Path file = folder.resolve(each.target()).normalize();
      return Optional.of(file).filter(path -> path.startsWith(entry.workspace()));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private void criteria() {
    int open = 0;
    for (Criterion each : entry.document().criteria()) {
      int rank = each.met() ? THE_REST : open++ < FEW ? OPEN_CRITERIA : MORE_CRITERIA;
      sheet.add(Chapter.CRITERIA, rank, each.met() ? "- [x] " : "- [ ] ", words(each));
    }
    for (TaskBox task : situation.tasks()) {
      sheet.add(
          Chapter.CRITERIA,
          task.done() ? THE_REST : MORE_CRITERIA,
          task.done() ? "- [x] Task: " : "- [ ] Task: ",
          Plain.line(task.text()));
    }
    if (entry.document().criteria().isEmpty() && situation.tasks().isEmpty()) {
      core(Chapter.CRITERIA, "- No criterion is written down.");
    }
  }

  private static String words(Criterion criterion) {
    return "**" + Plain.line(criterion.id()) + "**: " + Plain.line(criterion.text());
  }

  private void documents() {
    document(entry.documentPath(), "what is asked");
    document(entry.contextPath(), "what was done");
    document(entry.artifact("plan.md"), "the plan");
    document(entry.artifact("tasks.md"), "the tasks");
    Optional<SpecEntry> above = situation.family().parent(entry);
    while (above.isPresent()) {
      SpecEntry up = above.get();
      document(up.documentPath(), up.kind() == SpecKind.EPIC ? "the epic" : "the feature");
      above = situation.family().parent(up);
    }
  }

  private void document(Path file, String what) {
    if (Disk.isFile(file) && Workspace.staysInside(entry.workspace(), file)) {
      int _ = sheet.addWhole(Chapter.DOCUMENTS, DOCUMENTS, "- " + link(file) + ": " + what);
    }
  }

  private void core(Chapter chapter, String line) {
    int _ = sheet.addWhole(chapter, CORE, line);
  }

  private static String title(SpecEntry spec) {
    return Plain.line(Plain.cut(spec.shownTitle(), TITLE_MAX));
  }

  private static String written(String text, String otherwise) {
    return text.isBlank() ? otherwise : Plain.line(Plain.cut(text, TITLE_MAX));
  }

  /// A Markdown link that leads to a file of the workspace.
  private String link(Path file) {
    String label = String.valueOf(file.getFileName());
    String target = from.relativize(file).toString();
    return "["
        + Plain.line(label).replace("[", "\\[").replace("]", "\\]")
        + "]("
        + encoded(target)
        + ")";
  }

  /// As a target of a link is written: what would end it, or mean something, in percent.
  private static String encoded(String path) {
    StringBuilder target = new StringBuilder();
    for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/._-~+@,=".indexOf(c) >= 0);
      target.append(plain ? String.valueOf(c) : percent(each));
    }
    return target.toString();
  }

  private static String percent(byte each) {
    return "%" + String.format(java.util.Locale.ROOT, "%02X", each & 0xFF);
  }
}
