package dev.speckit.spec.context;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.spec.Metadata;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// A context as a value: the text of a `context.md`, what it tells, and the changes speckit makes
/// to it. Each change gives a new value. It inserts whole lines or replaces a value in the form in
/// which speckit itself writes it; every other byte stays. Takes time in proportion to the text.
///
/// A change is refused with [Failure.Invalid] and its place while the text has an open fence or
/// comment, a conflict marker or a NUL character: nobody can say then what belongs where. Text that
/// is given is made safe by [EntryText]. Sessions are named by their number; one that is not there
/// is a mistake of the caller ([IllegalArgumentException]), one that two of them have (after a
/// merge) is refused with [Failure.Invalid].
public final class ContextDocument {
  private final String name;
  private final Draft draft;

  private ContextDocument(String name, Draft draft) {
    this.name = name;
    this.draft = draft;
  }

  /// Reads a context. Never fails.
  ///
  /// @param name the path shown to people
  public static ContextDocument of(String name, String text) {
    return new ContextDocument(name, Draft.of(name, text));
  }

  public String text() {
    return draft.text();
  }

  /// Why the text cannot be changed: open fences and comments, conflict markers; empty when it can.
  public List<Problem> problems() {
    return draft.outline().markdown().problems();
  }

  /// What a change would have replaced, but a person wrote in words of their own; for a warning.
  public List<Problem> kept() {
    return draft.kept();
  }

  /// The `**Key**: value` lines under the title and the front matter, keys in lower case.
  public Map<String, String> header() {
    return Metadata.read(name, draft.outline().markdown()).values();
  }

  /// In the order in which they stand.
  public List<WorkSession> sessions() {
    Outline outline = draft.outline();
    return outline.sessions().stream()
        .map(session -> SessionReader.read(outline, session))
        .toList();
  }

  /// The last open session in which a person takes part.
  ///
  /// @param person an address, or a login name
  public Optional<WorkSession> openSession(String person) {
    return sessions().stream()
        .filter(session -> session.open() && session.has(person))
        .reduce((_, later) -> later);
  }

  /// The session of a number; the last one where two have it.
  public Optional<WorkSession> session(int number) {
    return sessions().stream()
        .filter(session -> session.number() == number)
        .reduce((_, later) -> later);
  }

  /// The number that the next session has: one more than the highest.
  public int nextSession() {
    return SessionChanges.next(draft.outline());
  }

  /// The sum over all sessions; empty when there is none, or when it is not known of one of them.
  public Optional<Duration> totalDuration() {
    List<Optional<Duration>> all = sessions().stream().map(WorkSession::counted).toList();
    boolean known = !all.isEmpty() && all.stream().allMatch(Optional::isPresent);
    return known ? all.stream().flatMap(Optional::stream).reduce(Duration::plus) : Optional.empty();
  }

  public List<RegisteredDeliverable> deliverables() {
    return RegisterChanges.deliverables(draft.outline());
  }

  /// The items directly under Notes & Learnings.
  public List<Remark> notes() {
    return RegisterChanges.notes(draft.outline());
  }

  /// The items under Technical Decisions.
  public List<Remark> decisions() {
    return RegisterChanges.decisions(draft.outline());
  }

  /// With one session more, numbered [#nextSession], at the end of the timeline.
  public ContextDocument startSession(SessionStart start) {
    return with(SessionChanges.start(draft.sound(), start));
  }

  /// With one participant more, unless it stands there already.
  public ContextDocument withParticipant(int session, String participant) {
    return with(SessionChanges.participant(draft.sound(), session, participant));
  }

  /// With an entry at the end of a part: `- text (14:07)`.
  public ContextDocument withEntry(
      int session, SessionPart part, EntryText text, LocalDateTime at) {
    return with(SessionChanges.entry(draft.sound(), session, part, text, at));
  }

  /// @throws Failure.Usage when the text is blank or too long
  public ContextDocument withEntry(int session, SessionPart part, String text, LocalDateTime at) {
    return withEntry(session, part, EntryText.given(text), at);
  }

  /// With an issue and, when it is known, how it was resolved and by which commit.
  ///
  /// @throws Failure.Usage when a text is blank or too long
  public ContextDocument withIssue(
      int session,
      String issue,
      Optional<String> resolution,
      Optional<String> commit,
      LocalDateTime at) {
    return with(
        SessionChanges.issue(
            draft.sound(),
            session,
            EntryText.given(issue),
            resolution.map(EntryText::given),
            commit,
            at));
  }

  /// The last issue of a text, in any session, that has no resolution yet.
  public Optional<OpenIssue> openIssue(String text) {
    return SessionChanges.openIssue(sessions(), EntryText.given(text));
  }

  /// With the resolution of an issue that was recorded before, and the commit that brought it.
  public ContextDocument withResolution(
      OpenIssue issue, String resolution, Optional<String> commit, LocalDateTime at) {
    return with(
        SessionChanges.resolution(draft.sound(), issue, EntryText.given(resolution), commit, at));
  }

  /// With commits, apart from those that the session lists already.
  ///
  /// @param commits subjects by hash as it shall stand there, 7 or more hexadecimal digits
  public ContextDocument withCommits(int session, Map<String, String> commits) {
    return with(SessionChanges.commits(draft.sound(), session, commits));
  }

  /// With another hash wherever a session names a commit, and with its subject where the old one
  /// stands there unchanged; other words behind it stay.
  ///
  /// @param renames tells by the hash as it is written
  public ContextDocument withCommitsRenamed(Function<String, Optional<CommitRename>> renames) {
    return with(SessionChanges.renameCommits(draft.sound(), renames));
  }

  /// With a mark behind each listed commit that is gone from the history, and none behind others.
  ///
  /// @param lost tells by the hash as it is written
  public ContextDocument withLostCommits(Predicate<String> lost) {
    return with(SessionChanges.markCommits(draft.sound(), lost));
  }

  /// With a line under Changes to Spec; one like it is not repeated, of `Changed section X (+3,
  /// -1)` the numbers are replaced.
  public ContextDocument withSpecChange(int session, String change) {
    return with(SessionChanges.specChange(draft.sound(), session, change));
  }

  /// With the lines that end a session.
  public ContextDocument endSession(int session, Duration duration, SessionStatus status) {
    return with(SessionChanges.end(draft.sound(), session, duration, status));
  }

  /// @param status planning, implementing, completed or blocked
  public ContextDocument withStatus(String status) {
    return with(HeaderChanges.status(draft.sound(), status));
  }

  /// With the time of the last change in its header.
  public ContextDocument updated(LocalDateTime at) {
    return with(HeaderChanges.updated(draft.sound(), at));
  }

  /// With a deliverable in the register, unless its target is there already.
  ///
  /// @param target relative to the context; for code the path in the project
  /// @param label shown in place of the target; not used for code
  /// @param description may be empty
  /// @throws Failure.Usage when the target cannot stand in a link
  public ContextDocument withDeliverable(
      DeliverableKind kind, String target, String label, String description) {
    return with(RegisterChanges.deliverable(draft.sound(), kind, target, label, description));
  }

  /// With another target in the line of a deliverable, and another label where it has the file's
  /// name; what stands behind it stays.
  ///
  /// @param old as this context registers it
  /// @param target as [#withDeliverable] takes it
  /// @param oldName the file's name of before
  /// @param name the file's name now
  /// @throws Failure.Usage when the target cannot stand in a link
  public ContextDocument withDeliverableMoved(
      RegisteredDeliverable old, String target, String oldName, String name) {
    return with(RegisterChanges.movedDeliverable(draft.sound(), old, target, oldName, name));
  }

  /// Without the line that registers a deliverable.
  public ContextDocument withoutDeliverable(String target) {
    return with(RegisterChanges.withoutDeliverable(draft.sound(), target));
  }

  /// With a spec that uses what this one delivered, unless it is there already.
  ///
  /// @param description may be empty
  public ContextDocument withDownstream(String target, String label, String description) {
    return with(RegisterChanges.downstream(draft.sound(), target, label, description));
  }

  public ContextDocument withIntegrationPoint(EntryText text) {
    return with(RegisterChanges.integration(draft.sound(), text));
  }

  /// With the figures that are known; the others are left alone.
  public ContextDocument withFigures(Figures figures) {
    return with(FigureChanges.figures(draft.sound(), figures));
  }

  /// With the figures that are known, of those that stand there. The text may hold conflicts.
  ContextDocument withFiguresReplaced(Figures figures) {
    return with(FigureChanges.replaced(draft, figures));
  }

  /// With a line under Technical Decisions.
  public ContextDocument withDecision(String text, LocalDateTime at) {
    return with(RegisterChanges.decision(draft.sound(), EntryText.given(text), at));
  }

  /// With a line directly under Notes & Learnings.
  public ContextDocument withNote(String text, LocalDateTime at) {
    return with(RegisterChanges.note(draft.sound(), EntryText.given(text), at));
  }

  /// With a sentence about the spec and its status, as long as no person wrote a summary.
  ///
  /// @param target of a link to the spec, relative to the context
  public ContextDocument withOverview(String target, String label, String status) {
    return with(SummaryChanges.overview(draft.sound(), target, label, status));
  }

  /// With a summary, as long as no person wrote one.
  public ContextDocument summary(String text) {
    return with(SummaryChanges.summary(draft.sound(), text));
  }

  /// With the line that tells a run, in the place of the one it has already. It is speckit's own.
  ///
  /// @param run its id
  /// @param text one line
  public ContextDocument withRun(String run, String text) {
    return with(RunChanges.run(draft.sound(), run, text));
  }

  private ContextDocument with(Draft changed) {
    return new ContextDocument(name, changed);
  }
}
