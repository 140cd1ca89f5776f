package dev.speckit.run;

import dev.speckit.agent.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One thing a roster is asked in a run: a stage's own result, or the opinion of a gate beside it.
///
/// @param stage whose work it belongs to
/// @param subject what is asked
public record Part(Stage stage, Subject subject) {

  /// `plan` for the stage's own work, `plan.clarify` for a gate beside it.
  public String name() {
    return isOwn() ? stage.word() : stage.word() + "." + subject.word();
  }

  public boolean isOwn() {
    return stage.subject() == subject;
  }

  /// All parts of the stages between two, both included, in the order in which a run takes them.
  public static List<Part> order(Stage from, Stage to) {
    List<Part> parts = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      if (stage.compareTo(from) < 0 || stage.compareTo(to) > 0) {
        continue;
      }
      for (Subject gate : stage.gatesBefore()) {
        parts.add(new Part(stage, gate));
      }
      parts.add(new Part(stage, stage.subject()));
      for (Subject gate : stage.gatesAfter()) {
        parts.add(new Part(stage, gate));
      }
    }
    return parts;
  }

  public static Part own(Stage stage) {
    return new Part(stage, stage.subject());
  }

  static Optional<Part> parse(String name) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      return Stage.parse(name).map(Part::own);
    }
    return Stage.parse(name.substring(0, dot))
        .flatMap(stage ->
            Subject.parse(name.substring(dot + 1)).map(subject -> new Part(stage, subject)));
  }

  @Override
  public String toString() {
    return name();
  }
}
