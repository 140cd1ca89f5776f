package dev.speckit.work;

import dev.speckit.failure.Problem;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A context while one action is written into it, and what the caller is told of that.
final class Page {
  private final LocalDateTime at;
  private final int session;
  private final List<String> told = new ArrayList<>();
  private final Set<String> files = new LinkedHashSet<>();
  private final List<Problem> warnings = new ArrayList<>();
  private ContextDocument context;

  /// @param at local time of the entries
  /// @param session the number of the open session
  Page(ContextDocument context, int session, LocalDateTime at) {
    this.context = context;
    this.session = session;
    this.at = at;
  }

  ContextDocument context() {
    return context;
  }

  void become(ContextDocument next) {
    context = next;
  }

  int number() {
    return session;
  }

  LocalDateTime at() {
    return at;
  }

  WorkSession session() {
    return context.sessions().stream()
        .filter(each -> each.number() == session)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the open session is gone"));
  }

  /// Writes an entry, unless the session's part holds the very same one already.
  void entryOnce(SessionPart part, EntryText text) {
    ContextDocument next = context.withEntry(session, part, text, at);
    List<WorkSession.Entry> entries = entries(next, part);
    String added = entries.isEmpty() ? "" : entries.getLast().text();
    boolean known = entries(context, part).stream().anyMatch(entry -> entry.text().equals(added));
    if (known) {
      told.add(part.heading() + ": " + firstLine(added) + " (there already)");
      return;
    }
    context = next;
    told.add(part.heading() + ": " + firstLine(added));
  }

  void entry(SessionPart part, EntryText text) {
    context = context.withEntry(session, part, text, at);
    List<WorkSession.Entry> entries = entries(context, part);
    told.add(
        part.heading() + ": " + (entries.isEmpty() ? "" : firstLine(entries.getLast().text())));
  }

  private List<WorkSession.Entry> entries(ContextDocument document, SessionPart part) {
    return document.sessions().stream()
        .filter(each -> each.number() == session)
        .flatMap(each -> each.entries(part).stream())
        .toList();
  }

  private static String firstLine(String text) {
    return EntryText.asGiven(text.lines().findFirst().orElse(""));
  }

  void tell(String line) {
    told.add(line);
  }

  List<String> told() {
    return told;
  }

  /// @param file as shown to people
  void wrote(String file) {
    files.add(file);
  }

  Set<String> files() {
    return files;
  }

  void warn(Problem problem) {
    if (!warnings.contains(problem)) {
      warnings.add(problem);
    }
  }

  List<Problem> warnings() {
    return warnings;
  }
}
