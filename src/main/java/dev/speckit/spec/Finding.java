package dev.speckit.spec;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A place of a spec or context that breaks a rule of `check`.
///
/// @param rule stable kebab-case name of the rule
/// @param message what is wrong, one sentence
/// @param remedy what to do; null when nothing can be done
public record Finding(
    String rule, Severity severity, Place place, String message, @Nullable String remedy) {

  /// How bad it is.
  public enum Severity {
    /// The spec cannot be relied on.
    ERROR,
    /// It can, but a reader or an agent may go astray.
    WARNING,
    /// Worth knowing.
    INFO;

    /// The word in JSON and for people.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The same somewhere else.
  public Finding at(Place other) {
    return new Finding(rule, severity, other, message, remedy);
  }

  public static Finding of(Severity severity, Problem problem, String file) {
    Place place = problem.place();
    return new Finding(
        problem.code(),
        severity,
        place == null ? Place.of(file) : place,
        problem.message(),
        problem.remedy());
  }
}
