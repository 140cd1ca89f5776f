package dev.speckit.pipeline;

import dev.speckit.command.Call;
import dev.speckit.command.Parameter;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.run.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which stages a run takes, as its user said it.
///
/// @param skipped stages that are not taken, and why: those between the first and the last, of a
///   preset all
record StageChoice(Stage from, Stage to, Map<Stage, String> skipped) {
  static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.option("from", "STAGE", "First stage", Stage.words()),
          Parameter.option("to", "STAGE", "Last stage", Stage.words()),
          many("only", "STAGE", "Take this stage and no other that is not named so"),
          many("skip", "STAGE", "Leave this stage out; say why with `--because`"),
          Parameter.option("because", "REASON", "Why stages are left out, for the record"),
          Parameter.option("preset", "NAME", "Take the stages of `[presets.NAME]`"));

  StageChoice {
    skipped = Map.copyOf(skipped);
  }

  private static Parameter many(String name, String value, String summary) {
    return new Parameter.Option(name, null, value, summary, null, true, Stage.words());
  }

  /// @param from the first when nothing says another
  /// @param to the last likewise
  /// @param presets by name
  /// @throws Failure.Usage when the options contradict each other
  static StageChoice of(Call call, Stage from, Stage to, Map<String, Preset> presets) {
    refuseTogether(call, "preset", "from", "to", "only", "skip");
    refuseTogether(call, "only", "from", "to", "skip");
    Optional<String> preset = call.arguments().find("preset");
    if (preset.isPresent()) {
      Preset chosen = presets.get(preset.get());
      if (chosen == null) {
        throw unknown(preset.get(), presets.keySet());
      }
      return of(chosen);
    }
    List<Stage> only = stages(call, "only");
    String because = call.arguments().find("because").orElse("");
    if (!only.isEmpty()) {
      return only(only, because.isBlank() ? "not among the stages asked for" : because);
    }
    return without(call, because, stage(call, "from", from), stage(call, "to", to));
  }

  /// Its reason holds for all that it leaves out, not only for what lies between.
  private static StageChoice of(Preset preset) {
    Map<Stage, String> skipped = new EnumMap<>(Stage.class);
    preset.leftOut().forEach(stage -> skipped.put(stage, preset.reason()));
    return new StageChoice(
        Collections.min(preset.stages()), Collections.max(preset.stages()), skipped);
  }

  private static StageChoice without(Call call, String because, Stage from, Stage to) {
    if (from.compareTo(to) > 0) {
      throw new Failure.Usage(
          Problem.of(
                  "stages-backwards",
                  "`--from " + from.word() + "` comes after `--to " + to.word() + "`")
              .remedy("swap them"));
    }
    List<Stage> skip = stages(call, "skip");
    if (!skip.isEmpty() && because.isBlank()) {
      throw new Failure.Usage(
          Problem.of("no-reason", "a stage is left out, and nobody says why")
              .remedy("add `--because \"...\"`: it is kept in the journal"));
    }
    List<Stage> taken = new ArrayList<>(Stage.between(from, to));
    taken.removeAll(skip);
    if (taken.isEmpty()) {
      throw new Failure.Usage(
          Problem.of("no-stage", "every stage is left out").remedy("leave out fewer"));
    }
    return only(taken, because);
  }

  /// The stages from the first of these to the last; those between that are not named are skipped.
  private static StageChoice only(Collection<Stage> stages, String because) {
    Stage from = Collections.min(stages);
    Stage to = Collections.max(stages);
    Map<Stage, String> skipped = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.between(from, to)) {
      if (!stages.contains(stage)) {
        skipped.put(stage, because);
      }
    }
    return new StageChoice(from, to, skipped);
  }

  private static void refuseTogether(Call call, String option, String... others) {
    for (String other : others) {
      if (call.arguments().has(option) && call.arguments().has(other)) {
        throw new Failure.Usage(
            Problem.of(
                    "options-contradict",
                    "`--" + option + "` and `--" + other + "` cannot both be given")
                .remedy("leave one of them out"));
      }
    }
  }

  private static Failure unknown(String preset, Set<String> names) {
    return new Failure.Usage(
        Problem.of("unknown-preset", "the settings have no preset `" + preset + "`")
            .remedy(
                names.isEmpty()
                    ? "add `[presets." + preset + "]` with `stages` to speckit.toml"
                    : "there are: " + String.join(", ", new TreeSet<>(names))));
  }

  private static List<Stage> stages(Call call, String option) {
    return call.arguments().all(option).stream()
        .map(word -> Stage.parse(word).orElseThrow())
        .toList();
  }

  private static Stage stage(Call call, String option, Stage fallback) {
    return call.arguments().find(option).flatMap(Stage::parse).orElse(fallback);
  }
}
