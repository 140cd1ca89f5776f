package dev.speckit.failure;

import java.util.List;

/// A command cannot go on. The kind says who must act; the problems say what is wrong, where, and
/// what to do. Expected things (a late agent, a missing quorum) are values, never failures.
public abstract sealed class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  private Failure(List<Problem> problems) {
    super(problems.isEmpty() ? "no problem given" : problems.getFirst().message());
    this.problems = List.copyOf(problems);
  }

  /// All problems found, in the order in which a reader should mend them; at least one.
  public List<Problem> problems() {
    return problems;
  }

  /// The exit code of the command that fails so.
  public ExitCode exit() {
    return switch (this) {
      case Usage _ -> ExitCode.USAGE;
      case Invalid _ -> ExitCode.INVALID;
      case NeedsInput _ -> ExitCode.NEEDS_INPUT;
      case NeedsApproval _ -> ExitCode.NEEDS_APPROVAL;
      case Blocked _ -> ExitCode.BLOCKED;
      case Unavailable _ -> ExitCode.ENVIRONMENT;
      case Interrupted _ -> ExitCode.INTERRUPTED;
      case Bug _ -> ExitCode.BUG;
    };
  }

  /// The caller's words are wrong: the caller acts.
  public static final class Usage extends Failure {
    private static final long serialVersionUID = 1L;

    public Usage(Problem... problems) {
      super(List.of(problems));
    }
  }

  /// One or more files of the user's are wrong: the user mends them.
  public static final class Invalid extends Failure {
    private static final long serialVersionUID = 1L;

    public Invalid(Problem... problems) {
      super(List.of(problems));
    }

    public Invalid(List<Problem> problems) {
      super(problems);
    }
  }

  /// A question waits: a person answers.
  public static final class NeedsInput extends Failure {
    private static final long serialVersionUID = 1L;

    public NeedsInput(Problem... problems) {
      super(List.of(problems));
    }
  }

  /// Something may not happen before a person allows it.
  public static final class NeedsApproval extends Failure {
    private static final long serialVersionUID = 1L;

    public NeedsApproval(Problem... problems) {
      super(List.of(problems));
    }
  }

  /// A gate, policy or check said no: the work itself must change.
  public static final class Blocked extends Failure {
    private static final long serialVersionUID = 1L;

    public Blocked(Problem... problems) {
      super(List.of(problems));
    }
  }

  /// A program, disk, network or lock is not there: the environment must change.
  public static final class Unavailable extends Failure {
    private static final long serialVersionUID = 1L;

    public Unavailable(Problem... problems) {
      super(List.of(problems));
    }

    public Unavailable(Problem problem, Throwable cause) {
      super(List.of(problem));
      initCause(cause);
    }
  }

  /// Stopped from outside: nobody must act, the work can be resumed.
  public static final class Interrupted extends Failure {
    private static final long serialVersionUID = 1L;

    public Interrupted(Problem... problems) {
      super(List.of(problems));
    }
  }

  /// A defect of speckit: its makers act.
  public static final class Bug extends Failure {
    private static final long serialVersionUID = 1L;

    public Bug(Problem problem, Throwable cause) {
      super(List.of(problem));
      initCause(cause);
    }
  }
}
