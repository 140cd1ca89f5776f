package dev.speckit.failure;

/// The number a command ends with. One enum for every command, so that a script can tell who must
/// act from the number alone.
public enum ExitCode {
  /// The command did what it was asked.
  OK(0, "ok"),
  /// Passed with warnings under `--strict`, or a comparison that decides nothing.
  WARNED(1, "warned"),
  /// A gate, policy, check or benchmark said no.
  BLOCKED(2, "blocked"),
  /// A program, disk, network or lock is not available.
  ENVIRONMENT(3, "environment"),
  /// A question waits for a person's answer.
  NEEDS_INPUT(10, "needs_input"),
  /// A person must allow something first.
  NEEDS_APPROVAL(11, "needs_approval"),
  /// Shipping is refused while something is open.
  SHIP_BLOCKED(12, "ship_blocked"),
  /// Something would have prompted where nobody can answer.
  WOULD_PROMPT(13, "would_have_prompted"),
  /// The words of the call are wrong.
  USAGE(64, "usage"),
  /// A file of the user's is wrong.
  INVALID(65, "invalid_file"),
  /// A defect of speckit.
  BUG(70, "bug"),
  /// Interrupted from outside; what was running can be resumed.
  INTERRUPTED(130, "interrupted");

  private final int number;
  private final String reason;

  ExitCode(int number, String reason) {
    this.number = number;
    this.reason = reason;
  }

  /// The process exit status, 0 to 255.
  public int number() {
    return number;
  }

  /// The word for this code in JSON (`exit_reason`).
  public String reason() {
    return reason;
  }
}
