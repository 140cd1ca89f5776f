package dev.speckit.run;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A place before or after a stage where gates are decided together.
///
/// @param stage the stage
/// @param isBefore whether it stands before the stage
public record Checkpoint(Stage stage, boolean isBefore) {
  /// In the order in which a run meets them.
  public static final Comparator<Checkpoint> ORDER =
      Comparator.comparing(Checkpoint::stage)
          .thenComparing(Checkpoint::isBefore, Comparator.reverseOrder());

  /// `before-plan`, `after-plan`.
  public String name() {
    return (isBefore ? "before-" : "after-") + stage.word();
  }

  public List<Part> gates() {
    return (isBefore ? stage.gatesBefore() : stage.gatesAfter())
        .stream().map(gate -> new Part(stage, gate)).toList();
  }

  public static Optional<Checkpoint> parse(String name) {
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
