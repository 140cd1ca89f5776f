package dev.speckit.spec.context;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A work session as its context tells it.
///
/// @param date the day in its heading; else the day it started
/// @param startCommit the commit checked out when it began
/// @param open whether nobody has ended it: it has no line `Duration`
/// @param duration as written when it ended; empty while it is open, and when a person wrote it in
///   a form of their own
/// @param status as written; empty while it is open, and when it is a word of a person's own
/// @param participants `Name <address>` or a name, as it was given when it was written
/// @param entries in order, of all parts
/// @param line 1-based, of its heading
public record WorkSession(
    int number,
    Optional<LocalDate> date,
    String title,
    Optional<LocalDateTime> started,
    Optional<String> startCommit,
    boolean open,
    Optional<Duration> duration,
    Optional<SessionStatus> status,
    List<String> participants,
    List<Entry> entries,
    int line) {
  private static final Duration GAP_MAX = Duration.ofMinutes(30);

  /// An entry of a part.
  ///
  /// @param text without list mark and time; lines are parted by `\n`
  /// @param at empty when it has no time
  /// @param line 1-based
  public record Entry(SessionPart part, String text, Optional<LocalDateTime> at, int line) {}

  /// A commit that a session lists.
  ///
  /// @param hash as written, 7 or more hexadecimal digits
  /// @param lost whether it is marked as gone from the history
  /// @param line 1-based
  public record Commit(String hash, String subject, boolean lost, int line) {}

  public WorkSession {
    participants = List.copyOf(participants);
    entries = List.copyOf(entries);
  }

  /// The commits listed in its part Commits.
  public List<Commit> commits() {
    return entries.stream()
        .filter(entry -> entry.part() == SessionPart.COMMITS)
        .flatMap(entry ->
            ListedCommit.in(entry.text()).stream()
                .map(listed ->
                    new Commit(listed.hash(), listed.subject(), listed.lost(), entry.line())))
        .toList();
  }

  /// The entries of one part, in order.
  public List<Entry> entries(SessionPart part) {
    return entries.stream().filter(entry -> entry.part() == part).toList();
  }

  /// Whether a person takes part.
  ///
  /// @param person an address, or a name that stands there without one; in any case
  public boolean has(String person) {
    String bracketed = told("<" + person.strip() + ">");
    String bare = told(person);
    return participants.stream()
        .map(participant -> participant.toLowerCase(Locale.ROOT))
        .anyMatch(text -> text.endsWith(bracketed) || text.equals(bare));
  }

  /// As it is told again once it has stood in a list of participants.
  private static String told(String participant) {
    return EntryText.nameGiven(EntryText.name(participant)).toLowerCase(Locale.ROOT);
  }

  /// The time worked so far: gaps between its moments, each counted up to 30 minutes.
  public Duration worked() {
    return sum(moments());
  }

  /// The time worked when it ends at a moment. A clock that was set back makes nothing negative.
  public Duration worked(LocalDateTime end) {
    List<LocalDateTime> moments = moments();
    moments.add(end);
    return sum(moments);
  }

  /// The time this session counts: as written when it ended; worked so far while it is open. Empty
  /// when neither is known.
  public Optional<Duration> counted() {
    if (!open) {
      return duration;
    }
    return started.map(_ -> worked());
  }

  private List<LocalDateTime> moments() {
    List<LocalDateTime> moments = new ArrayList<>();
    started.ifPresent(moments::add);
    for (Entry entry : entries) {
      entry
          .at()
          .filter(at -> started.isEmpty() || !at.isBefore(started.get()))
          .ifPresent(moments::add);
    }
    return moments;
  }

  private static Duration sum(List<LocalDateTime> moments) {
    Collections.sort(moments);
    Duration sum = Duration.ZERO;
    for (int i = 1; i < moments.size(); i++) {
      Duration gap = Duration.between(moments.get(i - 1), moments.get(i));
      sum = sum.plus(gap.compareTo(GAP_MAX) > 0 ? GAP_MAX : gap);
    }
    return sum;
  }
}
