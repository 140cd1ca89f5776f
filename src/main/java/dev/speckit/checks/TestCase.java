package dev.speckit.checks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One case. Texts are untrusted; they are one line without control characters and bounded.
///
/// @param name as the tool writes it, such as `adds_two_numbers` or `calculator > adds`
/// @param group the class, module, package or file it belongs to; null when the report has none
/// @param suite the name of the innermost suite around it; null when that has none
/// @param file the source file, said of the case or of a suite around it; null when the tool does
///   not write it
/// @param isFlaky whether it passed after it had failed
/// @param report where it was read
public record TestCase(
    String name,
    @Nullable String group,
    @Nullable String suite,
    @Nullable String file,
    Result result,
    boolean isFlaky,
    Report report) {

  TestCase doubted() {
    boolean told = result == Result.FAILED || result == Result.ERROR;
    return told ? this : new TestCase(name, group, suite, file, Result.UNKNOWN, false, report);
  }

  /// `group.name` with the group when there is one and the name does not begin with it.
  public String fullName() {
    return group == null || name.startsWith(group) ? name : group + "." + name;
  }

  /// One report file.
  ///
  /// @param name relative to the workspace
  /// @param written when it was last written
  public record Report(String name, Instant written) {}

  /// How a case ended.
  public enum Result {
    PASSED,
    /// An expectation did not hold.
    FAILED,
    /// Something else went wrong, such as an exception in the preparation.
    ERROR,
    /// It did not run.
    SKIPPED,
    /// The report says that it did not fail, and that something around it did.
    UNKNOWN
  }
}
