package dev.speckit.spec.context;

import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.context.HeaderLines.Value;
import dev.speckit.spec.context.Outline.SessionSpan;
import dev.speckit.spec.context.Outline.Span;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Changes to work sessions.
final class SessionChanges {
  private static final String HARD_BREAK = "  ";
  private static final Pattern DURATION = Pattern.compile(WorkTime.DURATION);
  private static final Pattern STATUS =
      Pattern.compile("(?:completed|partial|blocked)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern COUNTS = Pattern.compile("\\(\\+\\d+, -\\d+\\)");
  private static final List<String> PARTS =
      Arrays.stream(SessionPart.values()).map(SessionPart::heading).toList();

  private SessionChanges() {}

  static Draft start(Draft draft, SessionStart start) {
    Draft timed = Sections.with(draft, Sections.TIMELINE);
    Span timeline =
        Sections.require(timed, timed.outline().section(Sections.TIMELINE), Sections.TIMELINE);
    String title = EntryText.safeWords(start.title());
    List<String> lines = new ArrayList<>();
    lines.add(
        "### Session "
            + next(timed.outline())
            + ": "
            + start.at().toLocalDate()
            + (title.isEmpty() ? "" : " - " + title.replaceAll("(#+)$", "\\\\$1")));
    String commit = start.commit().map(hash -> " at `" + hash + "`").orElse("");
    lines.add("**Started**: " + WorkTime.written(start.at()) + commit + HARD_BREAK);
    lines.add("**Participants**: " + participant(start.participant()) + HARD_BREAK);
    return timed.append(timeline.line(), timeline.end(), lines);
  }

  static Draft participant(Draft draft, int number, String text) {
    String participant = participant(text);
    HeaderLines header = header(draft, number);
    Optional<Value> value = header.find("Participants");
    if (participant.isEmpty()) {
      return draft;
    }
    if (value.isEmpty()) {
      int line = header.find("Started").map(Value::line).orElse(heading(draft, number));
      return draft.behind(line, List.of("**Participants**: " + participant + HARD_BREAK));
    }
    String written = value.get().text();
    for (String one : written.split(",", -1)) {
      if (one.strip().equalsIgnoreCase(participant)) {
        return draft;
      }
    }
    int end = value.get().column() + written.length();
    String joint = written.isEmpty() ? "" : ", ";
    return draft.replace(value.get().line(), end, end, joint + participant);
  }

  static Draft entry(Draft draft, int number, SessionPart part, EntryText text, LocalDateTime at) {
    SessionSpan session = draft.outline().session(number);
    String stamp =
        part.isStamped() ? WorkTime.stamp(at, SessionReader.day(draft.outline(), session)) : "";
    return lines(draft, number, part, Sections.entry(text, stamp));
  }

  static Draft issue(
      Draft draft,
      int number,
      EntryText issue,
      Optional<EntryText> resolution,
      Optional<String> commit,
      LocalDateTime at) {
    SessionSpan session = draft.outline().session(number);
    String stamp = WorkTime.stamp(at, SessionReader.day(draft.outline(), session));
    List<String> lines = new ArrayList<>(Sections.entry(bold("Issue").then(issue), stamp));
    resolution.ifPresent(text -> lines.addAll(Sections.entry(bold("Resolution").then(text), "")));
    commit.ifPresent(hash -> lines.add("- **Commit**: `" + hash + "`"));
    return lines(draft, number, SessionPart.ISSUES, lines);
  }

  /// How an issue that was recorded before was resolved, directly under it.
  static Draft resolution(
      Draft draft,
      OpenIssue issue,
      EntryText resolution,
      Optional<String> commit,
      LocalDateTime at) {
    SessionSpan session = draft.outline().session(issue.session());
    String stamp = WorkTime.stamp(at, SessionReader.day(draft.outline(), session));
    List<String> lines =
        new ArrayList<>(Sections.entry(bold("Resolution").then(resolution), stamp));
    commit.ifPresent(hash -> lines.add("- **Commit**: `" + hash + "`"));
    return draft.behind(issue.lastLine() - 1, lines);
  }

  /// The last issue of a text that has no resolution yet.
  static Optional<OpenIssue> openIssue(List<WorkSession> sessions, EntryText text) {
    String written = String.join("\n", bold("Issue").then(text).lines());
    Optional<OpenIssue> open = Optional.empty();
    for (WorkSession session : sessions) {
      List<WorkSession.Entry> entries = session.entries(SessionPart.ISSUES);
      for (int i = 0; i < entries.size(); i++) {
        boolean resolved =
            i + 1 < entries.size() && entries.get(i + 1).text().startsWith("**Resolution**");
        if (!resolved && entries.get(i).text().equals(written)) {
          int last = entries.get(i).line() + text.lines().size() - 1;
          open = Optional.of(new OpenIssue(session.number(), entries.get(i).at(), last));
        }
      }
    }
    return open;
  }

  static Draft specChange(Draft draft, int number, String change) {
    String words = EntryText.safeWords(change);
    Matcher counts = COUNTS.matcher(words);
    String subject = counts.find() ? words.substring(0, counts.start()) : words;
    SessionSpan session = draft.outline().session(number);
    Optional<Span> part = draft.outline().below(session.span(), SessionPart.CHANGES.heading());
    if (part.isPresent()) {
      for (int line = part.get().line() + 1; line < part.get().bodyEnd(); line++) {
        String content = draft.outline().lines().content(line);
        if (draft.outline().markdown().kind(line) != MarkdownLines.Kind.TEXT
            || !content.startsWith("- " + subject)) {
          continue;
        }
        if (subject.equals(words)) {
          if (content.stripTrailing().equals("- " + words)) {
            return draft;
          }
          continue;
        }
        Matcher old = COUNTS.matcher(content);
        if (old.find(2 + subject.length()) && old.start() == 2 + subject.length()) {
          return draft.replace(
              line, old.start(), old.end(), words.substring(counts.start(), counts.end()));
        }
      }
    }
    return lines(draft, number, SessionPart.CHANGES, List.of("- " + words));
  }

  /// @param commits subjects by hash
  static Draft commits(Draft draft, int number, Map<String, String> commits) {
    SessionSpan session = draft.outline().session(number);
    List<String> listed =
        listed(draft, session, SessionPart.COMMITS).stream().map(ListedLine::hash).toList();
    List<String> lines = new ArrayList<>();
    commits.forEach((hash, subject) -> {
      if (listed.stream().noneMatch(known -> ListedCommit.same(known, hash))) {
        lines.add("- `" + hash + "`: " + EntryText.safeWords(subject));
      }
    });
    if (lines.isEmpty()) {
      return draft;
    }
    Draft resolved = commitOfResolutions(draft, number, lines.getFirst().split("`", 3)[1]);
    return lines(resolved, number, SessionPart.COMMITS, lines);
  }

  /// Resolutions of a session that waited for its next commit get it.
  private static Draft commitOfResolutions(Draft draft, int number, String hash) {
    List<WorkSession.Entry> entries =
        SessionReader.read(draft.outline(), draft.outline().session(number))
            .entries(SessionPart.ISSUES);
    Draft now = draft;
    for (int i = entries.size() - 1; i >= 0; i--) {
      String text = entries.get(i).text();
      boolean named = i + 1 < entries.size() && entries.get(i + 1).text().startsWith("**Commit**");
      if (text.startsWith("**Resolution**") && !named) {
        int last = entries.get(i).line() - 1 + (int) text.lines().count() - 1;
        now = now.behind(last, List.of("- **Commit**: `" + hash + "`"));
      }
    }
    return now;
  }

  /// In every session, also where an issue names it. The subject follows the hash where it is still
  /// the old commit's; words of a person stay.
  ///
  /// @param renames tells by the hash as it is written
  static Draft renameCommits(Draft draft, Function<String, Optional<CommitRename>> renames) {
    List<Edit> edits = new ArrayList<>();
    for (SessionSpan session : draft.outline().sessions()) {
      for (ListedLine listed : listed(draft, session, SessionPart.COMMITS)) {
        renames
            .apply(listed.hash())
            .ifPresent(rename -> {
              edits.add(rename(draft, listed, rename));
              resubject(draft, listed, rename).ifPresent(edits::add);
            });
      }
      for (ListedLine listed : listed(draft, session, SessionPart.ISSUES)) {
        renames.apply(listed.hash()).ifPresent(rename -> edits.add(rename(draft, listed, rename)));
      }
    }
    return draft.replace(edits);
  }

  private static Edit rename(Draft draft, ListedLine listed, CommitRename rename) {
    int length = Math.min(rename.hash().length(), listed.hash().length());
    int end = listed.column() + listed.hash().length();
    return draft.edit(listed.line(), listed.column(), end, rename.hash().substring(0, length));
  }

  private static Optional<Edit> resubject(Draft draft, ListedLine listed, CommitRename rename) {
    String written = EntryText.safeWords(rename.oldSubject());
    int from = listed.column() + listed.hash().length() + "`: ".length();
    String content = draft.outline().lines().content(listed.line());
    boolean own = listed.commit().subject().equals(written) && content.startsWith(written, from);
    String now = EntryText.safeWords(rename.subject());
    return own
        ? Optional.of(draft.edit(listed.line(), from, from + written.length(), now))
        : Optional.empty();
  }

  /// Marks the commits that are gone from the history, and takes the mark from those that are back.
  static Draft markCommits(Draft draft, Predicate<String> lost) {
    List<Edit> edits = new ArrayList<>();
    for (SessionSpan session : draft.outline().sessions()) {
      for (ListedLine listed : listed(draft, session, SessionPart.COMMITS)) {
        if (listed.commit().lost() != lost.test(listed.hash())) {
          edits.add(mark(draft, listed));
        }
      }
    }
    return draft.replace(edits);
  }

  private static Edit mark(Draft draft, ListedLine listed) {
    String content = draft.outline().lines().content(listed.line());
    int at = content.indexOf(ListedCommit.LOST);
    int end = content.stripTrailing().length();
    return at < 0
        ? draft.edit(listed.line(), end, end, ListedCommit.LOST)
        : draft.edit(listed.line(), at, at + ListedCommit.LOST.length(), "");
  }

  static Draft end(Draft draft, int number, Duration duration, SessionStatus status) {
    String written = WorkTime.written(duration);
    Draft timed = value(draft, number, "Duration", DURATION, written);
    return value(timed, number, "Status", STATUS, status.word());
  }

  private static Draft value(Draft draft, int number, String key, Pattern form, String written) {
    HeaderLines header = header(draft, number);
    Optional<Value> value = header.find(key);
    if (value.isPresent()) {
      return HeaderChanges.replaced(draft, value.get(), form, written, "the session's " + key);
    }
    boolean last = key.equals("Status");
    Optional<Value> before = header.find("Started");
    before = last ? header.find("Participants").or(() -> header.find("Duration")) : before;
    int line = before.map(Value::line).orElse(heading(draft, number));
    boolean followed = header.last().filter(value2 -> value2.line() > line).isPresent();
    String end = last && !followed ? "" : HARD_BREAK;
    return draft.behind(line, List.of("**" + key + "**: " + written + end));
  }

  /// A line that names a commit.
  ///
  /// @param line 0-based
  /// @param column 0-based, of the hash
  private record ListedLine(ListedCommit commit, int line, int column) {
    private String hash() {
      return commit.hash();
    }
  }

  private static List<ListedLine> listed(Draft draft, SessionSpan session, SessionPart part) {
    List<ListedLine> found = new ArrayList<>();
    Optional<Span> span = draft.outline().below(session.span(), part.heading());
    if (span.isEmpty()) {
      return found;
    }
    MarkdownLines markdown = draft.outline().markdown();
    for (int line = span.get().line() + 1; line < span.get().bodyEnd(); line++) {
      Matcher item = Remark.ITEM.matcher(markdown.visible(line));
      if (markdown.kind(line) == MarkdownLines.Kind.TEXT && item.matches()) {
        int at = line;
        int column = item.start(1);
        ListedCommit.in(item.group(1))
            .ifPresent(commit -> found.add(new ListedLine(commit, at, column + commit.start())));
      }
    }
    return found;
  }

  private static Draft lines(Draft draft, int number, SessionPart part, List<String> lines) {
    Span session = draft.outline().session(number).span();
    Draft parted = Sections.below(draft, session, "#### ", PARTS, part.heading());
    Span now = parted.outline().session(number).span();
    Span span =
        Sections.require(parted, parted.outline().below(now, part.heading()), part.heading());
    return Sections.append(parted, span, lines);
  }

  private static HeaderLines header(Draft draft, int number) {
    return HeaderLines.ofSession(draft.outline(), draft.outline().session(number).span());
  }

  /// The last line of a session's heading, which is its underline when it has one.
  private static int heading(Draft draft, int number) {
    int line = draft.outline().session(number).span().line();
    MarkdownLines markdown = draft.outline().markdown();
    boolean underlined =
        line + 1 < draft.outline().lines().count()
            && markdown.kind(line + 1) == MarkdownLines.Kind.UNDERLINE;
    return underlined ? line + 1 : line;
  }

  static int next(Outline outline) {
    return 1 + outline.sessions().stream().mapToInt(SessionSpan::number).max().orElse(0);
  }

  private static EntryText bold(String word) {
    return EntryText.own("**" + word + "**:");
  }

  private static String participant(String text) {
    return EntryText.name(text);
  }
}
