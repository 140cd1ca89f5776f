package dev.speckit.agent;

import java.util.Locale;
import java.util.regex.Pattern;

/// The canonical name of an agent: lower-case words joined by `-` or `_`.
///
/// @param value such as `claude` or `analyst-requirements`
public record AgentName(String value) implements Comparable<AgentName> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*([_-][a-z0-9]+)*");
  private static final int LENGTH_MAX = 64;

  public AgentName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not an agent name: " + value);
    }
  }

  public static boolean isValid(String text) {
    return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
  }

  /// The canonical spelling of what a person wrote: lower case.
  public static String canonical(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public int compareTo(AgentName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
