package dev.speckit.run;

import dev.speckit.agent.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A stage of a run: what agents are asked for, which gates stand before and after it, and what it
/// writes. In the order in which a run takes them.
public enum Stage {
  PLAN(Subject.PLAN, List.of(Subject.CLARIFY, Subject.CHECKLIST), List.of(Subject.ANALYZE)),
  TASKS(Subject.TASKS, List.of(), List.of(Subject.ANALYZE)),
  IMPLEMENT(Subject.IMPLEMENT, List.of(), List.of()),
  VALIDATE(Subject.VALIDATE, List.of(), List.of()),
  AUDIT(Subject.AUDIT, List.of(), List.of()),
  UNLOCK(Subject.UNLOCK, List.of(), List.of());

  private final Subject subject;
  private final List<Subject> before;
  private final List<Subject> after;

  Stage(Subject subject, List<Subject> before, List<Subject> after) {
    this.subject = subject;
    this.before = before;
    this.after = after;
  }

  /// What the roster is asked for.
  public Subject subject() {
    return subject;
  }

  /// Gates whose checkpoint stands before the stage.
  public List<Subject> gatesBefore() {
    return before;
  }

  /// Gates whose checkpoint stands after the stage, on what it wrote.
  public List<Subject> gatesAfter() {
    return after;
  }

  /// The file it leaves beside the spec, before the spec's kind prefixes it: `plan.md`.
  public String artifact() {
    return word() + ".md";
  }

  /// The word in arguments, JSON and the journal: `plan`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Stage> parse(String word) {
    for (Stage stage : values()) {
      if (stage.word().equals(word)) {
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }

  public static List<String> words() {
    return java.util.Arrays.stream(values()).map(Stage::word).toList();
  }

  /// Earlier stages whose artefacts this one builds on, in order.
  public List<Stage> reads() {
    return java.util.Arrays.stream(values()).filter(stage -> stage.ordinal() < ordinal()).toList();
  }

  /// All from the first to the last, both included.
  public static List<Stage> between(Stage first, Stage last) {
    return List.of(values()).subList(first.ordinal(), last.ordinal() + 1);
  }

  /// Earlier stages without whose artefact this one cannot begin.
  public List<Stage> requires() {
    return switch (this) {
      case PLAN, VALIDATE, AUDIT, UNLOCK -> List.of();
      case TASKS -> List.of(PLAN);
      case IMPLEMENT -> List.of(TASKS);
    };
  }
}
