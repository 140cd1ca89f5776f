package dev.speckit.pipeline;

import dev.speckit.run.Stage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `[presets.NAME]`: a way to run that has a name.
///
/// @param stages those that are taken, at least one
/// @param because why the others are not
public record Preset(String name, List<Stage> stages, @Nullable String because) {
  public Preset {
    stages = List.copyOf(stages);
  }

  /// In the order of the stages.
  public List<Stage> leftOut() {
    return Stream.of(Stage.values()).filter(stage -> !stages.contains(stage)).toList();
  }

  /// Whether nobody says why.
  public boolean isUnexplained() {
    return because == null || because.isBlank();
  }

  /// What the journal says of a stage that the preset leaves out.
  String reason() {
    return because == null ? "preset " + name : "preset " + name + ": " + because;
  }
}
