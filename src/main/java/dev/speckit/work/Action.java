package dev.speckit.work;

import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.SessionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One thing done in a work session, complete and checked.
sealed interface Action {

  /// Opens a session, or joins the open one.
  record Open() implements Action {}

  record Plan(String text) implements Action {}

  /// The person's yes to the plan.
  ///
  /// @param text what it is given for; empty for the plan as it stands
  record Approve(Optional<String> text) implements Action {}

  /// @param files absolute; empty for all that git knows as changed, unless there is a text
  record Implement(List<Path> files, Optional<String> text) implements Action {
    public Implement {
      files = List.copyOf(files);
    }
  }

  /// At least one of the four is given.
  record Test(
      Optional<String> text,
      Optional<String> run,
      Optional<String> junit,
      Optional<String> coverage,
      Duration deadline)
      implements Action {}

  /// @param file absolute
  /// @param kind empty for a file that is registered elsewhere and was moved, or that stands below
  ///   `deliverables/` already: both tell it
  /// @param text what it is for
  record Deliver(
      Path file,
      Optional<DeliverableKind> kind,
      Optional<String> text,
      boolean copy,
      boolean generate)
      implements Action {}

  record Commit(Optional<String> message, boolean all) implements Action {}

  record Note(String text) implements Action {}

  record Issue(String text, Optional<String> resolution) implements Action {}

  record Decide(String text) implements Action {}

  /// @param status empty for completed when there are criteria, all are met and the last test
  ///   passed, else partial
  record Done(Optional<SessionStatus> status, Optional<String> summary) implements Action {}

  /// What a person or an agent said in words of their own.
  static List<String> texts(Action action) {
    return switch (action) {
      case Open _ -> List.of();
      case Plan plan -> List.of(plan.text());
      case Approve approve -> approve.text().stream().toList();
      case Implement implement -> implement.text().stream().toList();
      case Test test -> Stream.concat(test.text().stream(), test.run().stream()).toList();
      case Deliver deliver -> deliver.text().stream().toList();
      case Commit commit -> commit.message().stream().toList();
      case Note note -> List.of(note.text());
      case Issue issue ->
          Stream.concat(Stream.of(issue.text()), issue.resolution().stream()).toList();
      case Decide decide -> List.of(decide.text());
      case Done done -> done.summary().stream().toList();
    };
  }

  /// The words by which actions are asked for, in the order of a session.
  enum Word {
    PLAN("Say what will be done"),
    APPROVE("Say yes to the plan"),
    IMPLEMENT("Say what was built, or list the changed files"),
    TEST("Run tests and record how they ended"),
    DELIVER("Register a file that the spec produced"),
    COMMIT("Commit the spec, its context and what is staged"),
    NOTE("Keep a learning"),
    ISSUE("Record a problem and how it was resolved"),
    DECIDE("Record a technical decision"),
    DONE("End the session");

    private final String meaning;

    Word(String meaning) {
      this.meaning = meaning;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    String meaning() {
      return meaning;
    }

    static List<String> words() {
      return Arrays.stream(values()).map(Word::word).toList();
    }
  }
}
