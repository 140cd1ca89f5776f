package dev.speckit.handoff;

import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.SessionStatus;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.spec.context.WorkTime;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/// What was done: the sessions, newest first.
final class HistoryTelling {
  private final Situation situation;
  private final Sheet sheet;

  private HistoryTelling(Situation situation, Sheet sheet) {
    this.situation = situation;
    this.sheet = sheet;
  }

  static void tell(Situation situation, Sheet sheet) {
    new HistoryTelling(situation, sheet).sessions();
  }

  private void sessions() {
    List<WorkSession> newest = situation.context().sessions().reversed();
    if (newest.isEmpty()) {
      sheet.core(
          Chapter.DONE,
          situation.unread().isPresent()
              ? "- Unknown: the context cannot be read."
              : "- No work session is recorded.");
    }
    for (int i = 0; i < newest.size(); i++) {
      WorkSession session = newest.get(i);
      Rank rank = i == 0 ? Rank.LAST_SESSION : Rank.THE_REST;
      int head = sheet.add(Chapter.DONE, rank, "- **Session** ", shown(session));
      entries(session, head, rank);
    }
  }

  private void entries(WorkSession session, int head, Rank rank) {
    List<WorkSession.Entry> all = session.entries();
    for (int i = 0; i < all.size(); i++) {
      WorkSession.Entry done = all.get(i);
      boolean found = done.part() == SessionPart.CHANGES;
      if (done.part() != SessionPart.ISSUES) {
        sheet.under(
            head,
            found ? Rank.THE_REST : rank,
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

  /// A session in one line of Markdown.
  static String shown(WorkSession session) {
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
}
