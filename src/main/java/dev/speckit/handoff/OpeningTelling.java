package dev.speckit.handoff;

import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.WorkSession;
import java.util.List;
import java.util.Optional;

/// Where the spec is: the head, and the table of the specs around it.
final class OpeningTelling {
  private final Situation situation;
  private final SpecEntry entry;
  private final FileLinks links;
  private final Sheet sheet;

  private OpeningTelling(Situation situation, FileLinks links, Sheet sheet) {
    this.situation = situation;
    this.entry = situation.entry();
    this.links = links;
    this.sheet = sheet;
  }

  static void tell(Situation situation, FileLinks links, Sheet sheet) {
    OpeningTelling telling = new OpeningTelling(situation, links, sheet);
    telling.head();
    telling.family();
  }

  private void head() {
    sheet.core(Chapter.HEAD, "# Hand-off: " + entry.id() + " " + Words.title(entry));
    sheet.core(Chapter.HEAD, "");
    String below =
        situation
            .family()
            .parent(entry)
            .map(up -> " of " + up.id() + " " + Words.title(up))
            .orElse("");
    sheet.core(
        Chapter.HEAD,
        "- **Spec**: %s (%s%s)"
            .formatted(links.to(entry.documentPath()), entry.kind().word(), below));
    sheet.core(
        Chapter.HEAD,
        "- **Status**: "
            + Words.written(entry.status(), "none given")
            + ", progress "
            + situation.family().standing(entry).shown());
    sheet.core(Chapter.HEAD, "- **Branch**: " + branch());
    sheet.core(Chapter.HEAD, "- **Last session**: " + lastSession());
    sheet.core(
        Chapter.HEAD, "- **Generated**: " + situation.now() + " by speckit, from files and git");
  }

  private String branch() {
    Optional<GitFacts> git = situation.git();
    String out =
        git.map(facts -> facts.branch().map(OpeningTelling::brief).orElse("none is checked out"))
            .orElse(situation.gitFailed() ? "unknown, git failed" : "no repository");
    return entry
        .document()
        .find("branch")
        .map(named -> Plain.line(Plain.cut(named, Words.TITLE_MAX)) + " (checked out: " + out + ")")
        .orElse(out);
  }

  private static String brief(String name) {
    return Plain.code(Plain.cut(name, Words.TITLE_MAX));
  }

  private String lastSession() {
    List<WorkSession> sessions = situation.context().sessions();
    String none =
        situation.unread().isPresent() ? "unknown, the context cannot be read" : "none yet";
    return sessions.isEmpty()
        ? none
        : Plain.cut(HistoryTelling.shown(sessions.getLast()), Words.CLAUSE_MAX);
  }

  private void family() {
    row(entry, Rank.FAMILY, true);
    Family family = situation.family();
    family.parent(entry).ifPresent(parent -> row(parent, Rank.FAMILY, false));
    int told = 0;
    for (SpecEntry child : family.children(entry)) {
      row(child, told++ < Rank.MANY ? Rank.FAMILY : Rank.THE_REST, false);
    }
    for (SpecEntry sibling : family.siblings(entry)) {
      row(sibling, told++ < Rank.MANY ? Rank.FAMILY : Rank.THE_REST, false);
    }
  }

  private void row(SpecEntry spec, Rank rank, boolean own) {
    String bold = own ? "**" : "";
    sheet.row(
        rank,
        "| " + bold + spec.id() + bold + " | ",
        Plain.cell(Plain.cut(spec.shownTitle(), Words.TITLE_MAX)),
        " | %s | %s |"
            .formatted(
                Plain.cell(Plain.cut(spec.status(), 40)),
                situation.family().standing(spec).shown()));
  }
}
