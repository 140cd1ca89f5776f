package dev.speckit.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A place before or after a stage where gates are decided together.
///
/// @param stage the stage
/// @param isBefore whether it stands before the stage
record Checkpoint(Stage stage, boolean isBefore) {
  /// In the order in which a run meets them.
  static final Comparator<Checkpoint> ORDER =
      Comparator.comparing(Checkpoint::stage)
          .thenComparing(Checkpoint::isBefore, Comparator.reverseOrder());

  /// `before-plan`, `after-plan`.
  String name() {
    return (isBefore ? "before-" : "after-") + stage.word();
  }

  List<Part> gates() {
    return (isBefore ? stage.gatesBefore() : stage.gatesAfter())
        .stream().map(gate -> new Part(stage, gate)).toList();
  }

  static Optional<Checkpoint> parse(String name) {
    for (Stage stage : Stage.values()) {
      for (boolean before : new boolean[] {true, false}) {
        Checkpoint checkpoint = new Checkpoint(stage, before);
        if (checkpoint.name().equals(name)) {
          return Optional.of(checkpoint);
        }
      }
    }
    return Optional.empty();
  }
}
