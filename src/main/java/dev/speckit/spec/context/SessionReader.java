package dev.speckit.spec.context;

import dev.speckit.spec.MarkdownLines.Heading;
import dev.speckit.spec.context.WorkSession.Entry;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the work sessions of a context.
final class SessionReader {
  private static final Pattern STARTED =
      Pattern.compile("(" + WorkTime.MOMENT + ")(?: at `([0-9a-f]{7,64})`)?.*");

  private final Outline outline;
  private final HeaderLines header;
  private final Outline.SessionSpan session;

  private SessionReader(Outline outline, Outline.SessionSpan session) {
    this.outline = outline;
    this.session = session;
    this.header = HeaderLines.ofSession(outline, session.span());
  }

  static WorkSession read(Outline outline, Outline.SessionSpan session) {
    return new SessionReader(outline, session).read();
  }

  /// The day whose entries carry a time without a date.
  static Optional<LocalDate> day(Outline outline, Outline.SessionSpan session) {
    return new SessionReader(outline, session).day();
  }

  private WorkSession read() {
    Matcher started = STARTED.matcher(header.value("Started").orElse(""));
    boolean begun = started.matches();
    Optional<LocalDateTime> at = begun ? WorkTime.moment(started.group(1)) : Optional.empty();
    Optional<String> commit = begun ? Optional.ofNullable(started.group(2)) : Optional.empty();
    Optional<String> duration = header.value("Duration");
    return new WorkSession(
        session.number(),
        WorkTime.date(session.date()).or(this::day),
        session.title(),
        at,
        commit,
        duration.isEmpty(),
        duration.flatMap(WorkTime::duration),
        header.value("Status").flatMap(SessionReader::status),
        participants(),
        entries(),
        session.span().line() + 1);
  }

  private Optional<LocalDate> day() {
    Matcher started = STARTED.matcher(header.value("Started").orElse(""));
    Optional<LocalDateTime> at =
        started.matches() ? WorkTime.moment(started.group(1)) : Optional.empty();
    return at.map(LocalDateTime::toLocalDate).or(() -> WorkTime.date(session.date()));
  }

  private static Optional<SessionStatus> status(String value) {
    return SessionStatus.of(value.split("\\s", 2)[0]);
  }

  private List<String> participants() {
    List<String> participants = new ArrayList<>();
    for (String one : header.value("Participants").orElse("").split(",", -1)) {
      if (!one.isBlank()) {
        participants.add(EntryText.nameGiven(one));
      }
    }
    return participants;
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    Optional<LocalDate> day = day();
    List<Heading> headings = outline.markdown().headings();
    for (int i = session.span().index() + 1; i < headings.size(); i++) {
      Heading heading = headings.get(i);
      if (heading.line() >= session.span().end()) {
        break;
      }
      int end = i + 1 < headings.size() ? headings.get(i + 1).line() : outline.lines().count();
      for (SessionPart part : SessionPart.values()) {
        if (part.heading().equalsIgnoreCase(heading.title())) {
          for (Remark item : Remark.read(outline, heading.line() + 1, end, part.isStamped(), day)) {
            entries.add(new Entry(part, item.text(), item.at(), item.line()));
          }
        }
      }
    }
    return entries;
  }
}
