package dev.speckit.work;

import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.work.Action.Word;
import java.util.List;
import java.util.Optional;

/// What to do next on a spec, by what its context tells.
///
/// @param word empty when no session is open
/// @param why one clause
public record NextAction(Optional<Word> word, String why) {
  /// How an entry of a plan that was agreed to begins.
  public static final String APPROVED = "Approved the plan";

  /// How an entry of a test that failed is marked.
  public static final String FAILED = "❌";

  /// How an entry of a delivery begins. Delivering changes nothing that was tested.
  static final String DELIVERED = "Delivered";

  /// @param session the open one; empty when none is
  /// @param git whether there is a repository to commit to
  public static NextAction of(ContextDocument context, Optional<WorkSession> session, boolean git) {
    if (session.isEmpty()) {
      return new NextAction(Optional.empty(), "no session is open");
    }
    if (!isPlanned(context)) {
      return next(Word.PLAN, "nothing is planned yet");
    }
    if (!isApproved(context)) {
      return next(Word.APPROVE, "nobody has said yes to the plan");
    }
    return afterPlan(context, session.get(), git);
  }

  /// What a session that is opened now begins with.
  public static NextAction atOpening(ContextDocument context) {
    if (!isPlanned(context)) {
      return next(Word.PLAN, "nothing is planned yet");
    }
    if (!isApproved(context)) {
      return next(Word.APPROVE, "nobody has said yes to the plan");
    }
    return next(
        Word.IMPLEMENT, LastTest.failed(context) ? "the last test failed" : "the plan has a yes");
  }

  /// The action as it is typed behind `speckit work ID`; empty when no session is open.
  public Optional<String> typed() {
    return word.map(Word::word);
  }

  private static NextAction afterPlan(ContextDocument context, WorkSession session, boolean git) {
    List<WorkSession.Entry> entries = session.entries(SessionPart.IMPLEMENTATION);
    List<WorkSession.Entry> built =
        entries.stream().filter(entry -> !entry.text().startsWith(DELIVERED + " ")).toList();
    List<WorkSession.Entry> tested = session.entries(SessionPart.TESTING);
    if (entries.isEmpty()) {
      return next(Word.IMPLEMENT, "this session has built nothing yet");
    }
    boolean testable = !built.isEmpty();
    if (testable && (tested.isEmpty() || isBefore(tested.getLast(), built.getLast()))) {
      return next(Word.TEST, "what was built last is not tested");
    }
    if (LastTest.failed(session)) {
      return next(Word.IMPLEMENT, "the last test failed");
    }
    if (context.deliverables().isEmpty()) {
      return next(Word.DELIVER, "no deliverable is registered");
    }
    if (git && session.commits().isEmpty()) {
      return next(Word.COMMIT, "this session has no commit");
    }
    return next(Word.DONE, "everything is recorded");
  }

  static boolean isPlanned(ContextDocument context) {
    return !plans(context).isEmpty();
  }

  /// Whether the last word on the plan is a yes.
  static boolean isApproved(ContextDocument context) {
    List<String> plans = plans(context);
    return !plans.isEmpty() && plans.getLast().startsWith(APPROVED);
  }

  private static boolean isBefore(WorkSession.Entry one, WorkSession.Entry other) {
    return one.at().isPresent()
        && other.at().isPresent()
        && one.at().get().isBefore(other.at().get());
  }

  private static List<String> plans(ContextDocument context) {
    return context.sessions().stream()
        .flatMap(session -> session.entries(SessionPart.PLANNING).stream())
        .map(WorkSession.Entry::text)
        .toList();
  }

  private static NextAction next(Word word, String why) {
    return new NextAction(Optional.of(word), why);
  }
}
