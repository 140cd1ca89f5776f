package dev.speckit.handoff;

import dev.speckit.spec.context.Remark;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.spec.context.WorkTime;
import dev.speckit.work.NextAction;
import java.util.ArrayList;
import java.util.List;

/// What was decided, and what was learned on the way.
final class DecisionTelling {
  private final Situation situation;
  private final Sheet sheet;

  private DecisionTelling(Situation situation, Sheet sheet) {
    this.situation = situation;
    this.sheet = sheet;
  }

  static void tell(Situation situation, Sheet sheet) {
    new DecisionTelling(situation, sheet).decisions();
  }

  private void decisions() {
    for (Plan plan : Plan.of(situation.context().sessions())) {
      String yes = plan.approved() ? "Plan, approved: " : "Plan, nobody has said yes to it: ";
      sheet.add(
          Chapter.DECISIONS,
          plan.last() ? Rank.DECISIONS : Rank.THE_REST,
          "- " + yes,
          Plain.line(plan.text()));
    }
    remarks(Chapter.DECISIONS, situation.context().decisions(), Rank.DECISIONS);
    remarks(Chapter.NOTES, situation.context().notes(), Rank.THE_REST);
  }

  private void remarks(Chapter chapter, List<Remark> remarks, Rank rank) {
    List<Remark> newest = remarks.reversed();
    for (int i = 0; i < newest.size(); i++) {
      Remark remark = newest.get(i);
      String at = remark.at().map(moment -> " (" + WorkTime.written(moment) + ")").orElse("");
      sheet.add(
          chapter, i < Rank.FEW ? rank : Rank.THE_REST, "- ", Plain.block(remark.text()) + at);
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
          newest.add(new Plan(text, approved, newest.size() < Rank.FEW));
        }
      }
      return newest;
    }
  }
}
