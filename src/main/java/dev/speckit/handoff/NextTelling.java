package dev.speckit.handoff;

import dev.speckit.spec.SpecEntry;
import java.util.ArrayList;
import java.util.List;

/// How to begin: what verifies the state, the next item, and what stands open.
final class NextTelling {
  private final Situation situation;
  private final SpecEntry entry;
  private final Sheet sheet;

  private NextTelling(Situation situation, Sheet sheet) {
    this.situation = situation;
    this.entry = situation.entry();
    this.sheet = sheet;
  }

  static void tell(Situation situation, Sheet sheet) {
    NextTelling telling = new NextTelling(situation, sheet);
    telling.verifications();
    telling.next();
    telling.issues();
  }

  /// The first command of speckit's own and the first of the project are told whatever the budget
  /// is, unless the second is too long for that.
  private void verifications() {
    boolean own = false;
    boolean recorded = false;
    for (Verification each : situation.verifications()) {
      boolean first = each.recorded() ? !recorded : !own;
      recorded |= each.recorded();
      own |= !each.recorded();
      boolean brief = each.shown().length() + each.expected().length() <= Words.CLAUSE_MAX;
      Rank rank = each.recorded() ? Rank.RECORDED_COMMANDS : Rank.OWN_COMMANDS;
      sheet.add(
          Chapter.VERIFICATION, first && brief ? Rank.CORE : rank, each.shown(), each.expected());
    }
  }

  private void next() {
    NextItem next = situation.next();
    if (situation.unread().isPresent()) {
      sheet.core(
          Chapter.NEXT, "- **START HERE**: mend the context: " + Plain.line(next.why()) + ".");
      return;
    }
    if (next.call() == null) {
      sheet.core(Chapter.NEXT, "- Nothing is left: " + next.why() + ".");
      return;
    }
    sheet.core(Chapter.NEXT, "- **START HERE**: `" + next.call() + "` (" + next.why() + ")");
    if (next.child() != null) {
      sheet.core(
          Chapter.NEXT,
          "- **Spec below**: %s %s (%s, %s)"
              .formatted(
                  next.child().id(),
                  Words.title(next.child()),
                  Words.written(next.child().status(), "no status"),
                  situation.family().standing(next.child()).shown()));
    }
    if (next.task() != null) {
      sheet.core(
          Chapter.NEXT,
          "- **Task** (%s:%d): %s"
              .formatted(
                  Plain.line(String.valueOf(entry.artifact("tasks.md").getFileName())),
                  next.task().line(),
                  Plain.line(Plain.cut(next.task().text(), Words.CLAUSE_MAX))));
    }
    if (next.criterion() != null) {
      sheet.core(
          Chapter.NEXT,
          "- **Criterion** (%s:%d): %s"
              .formatted(
                  Plain.line(String.valueOf(entry.documentPath().getFileName())),
                  next.criterion().line(),
                  Plain.cut(Words.criterion(next.criterion()), Words.CLAUSE_MAX)));
    }
  }

  private void issues() {
    List<String> all = new ArrayList<>(situation.issues());
    all.addAll(situation.below());
    if (all.isEmpty()) {
      sheet.core(Chapter.ISSUES, "- None is recorded.");
    }
    for (int i = 0; i < all.size(); i++) {
      Rank rank = i < 2 ? Rank.FIRST_ISSUES : i < Rank.MANY ? Rank.ISSUES : Rank.THE_REST;
      sheet.add(Chapter.ISSUES, rank, "- ", all.get(i));
    }
  }
}
