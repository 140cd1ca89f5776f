package dev.speckit.handoff;

import java.nio.file.Path;

/// Puts a situation on a sheet: what there is to tell, chapter by chapter, and how much it matters.
final class Telling {
  private Telling() {}

  /// @param from the folder in which the hand-off will be read; links lead from there
  static Sheet of(Situation situation, Path from) {
    FileLinks links = new FileLinks(from);
    Sheet sheet = new Sheet(links.to(situation.entry().contextPath()) + ", or a larger `--budget`");
    OpeningTelling.tell(situation, links, sheet);
    HistoryTelling.tell(situation, sheet);
    NextTelling.tell(situation, sheet);
    DecisionTelling.tell(situation, sheet);
    ResultTelling.tell(situation, links, sheet);
    return sheet;
  }
}
