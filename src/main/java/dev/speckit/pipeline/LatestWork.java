package dev.speckit.pipeline;

import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunTable;
import dev.speckit.run.Stage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which run tells of each stage of a spec: the latest that began it. A file beside the spec tells
/// of no stage, for anybody can write one.
///
/// @param runs by stage; a stage that nobody began is missing
record LatestWork(Map<Stage, Run> runs) {
  LatestWork {
    runs = Map.copyOf(runs);
  }

  /// @param run counts for each stage that it takes
  static LatestWork of(Journal journal, Run run) throws InterruptedException {
    Map<Stage, Run> runs = new EnumMap<>(Stage.class);
    run.stages().forEach(stage -> runs.put(stage, run));
    List<RunTable.RunRow> rows =
        journal.store().read(transaction -> RunTable.ofSpec(transaction, run.started().spec()));
    for (RunTable.RunRow row : rows) {
      if (runs.size() == Stage.values().length) {
        break;
      }
      Optional<Run> earlier =
          row.run().equals(run.id()) ? Optional.empty() : journal.read(row.run());
      earlier.ifPresent(each ->
          each.stages().stream()
              .filter(stage -> began(each, stage))
              .forEach(stage -> runs.putIfAbsent(stage, each)));
    }
    return new LatestWork(runs);
  }

  private static boolean began(Run run, Stage stage) {
    return run.endedStages().contains(stage)
        || run.parts().containsKey(Part.own(stage))
        || run.notes().containsKey(stage)
        || run.checked().keySet().stream().anyMatch(tree -> tree.stage() == stage);
  }

  Optional<Run> of(Stage stage) {
    return Optional.ofNullable(runs.get(stage));
  }
}
