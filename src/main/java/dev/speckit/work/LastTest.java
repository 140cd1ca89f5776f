package dev.speckit.work;

import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import java.util.List;

/// How the last test action ended, by the entries it left. One action leaves several of them in a
/// fixed order: words, the command, the reports, the coverage.
final class LastTest {
  private static final List<String> ORDER = List.of(Testing.RAN, Testing.REPORTS, Testing.COVERED);

  private LastTest() {}

  /// Whether the last test of a spec failed, in whichever session it was.
  static boolean failed(ContextDocument context) {
    return context.sessions().stream()
        .filter(session -> !session.entries(SessionPart.TESTING).isEmpty())
        .reduce((_, later) -> later)
        .filter(LastTest::failed)
        .isPresent();
  }

  /// Whether the last test of a session failed.
  static boolean failed(WorkSession session) {
    List<WorkSession.Entry> tested = session.entries(SessionPart.TESTING);
    for (int i = tested.size() - 1; i >= 0; i--) {
      if (tested.get(i).text().contains(NextAction.FAILED)) {
        return true;
      }
      if (i == 0 || !isOneAction(tested.get(i - 1), tested.get(i))) {
        return false;
      }
    }
    return false;
  }

  private static boolean isOneAction(WorkSession.Entry earlier, WorkSession.Entry later) {
    return earlier.at().equals(later.at()) && order(earlier) < order(later);
  }

  private static int order(WorkSession.Entry entry) {
    for (int i = 0; i < ORDER.size(); i++) {
      if (entry.text().startsWith(ORDER.get(i))) {
        return i + 1;
      }
    }
    return 0;
  }
}
