package dev.speckit.lab;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A scenario with its parameters, as it is written in a URL: `good`, `rate-limited-30`,
/// `tool-call~touch%20x`, `good~plan`.
///
/// @param number seconds or KiB, as the scenario says; -1 where it takes none
/// @param text for `tool-call` the shell command; for others the subject to answer to when the
///   prompt does not say it; may be empty
public record Script(Scenario scenario, int number, String text) {
  /// Longer waits than an hour are what `silence` is for, larger answers are refused by every
  /// agent.
  private static final Pattern NUMBERED = Pattern.compile("(.+)-([0-9]{1,5})");

  public static Script of(Scenario scenario) {
    return new Script(scenario, scenario.usualNumber(), "");
  }

  /// The same with a number.
  ///
  /// @throws IllegalArgumentException when the scenario takes none
  public Script number(int newNumber) {
    if (!scenario.takesNumber() || newNumber < 0) {
      throw new IllegalArgumentException(scenario.word() + " with " + newNumber);
    }
    return new Script(scenario, newNumber, text);
  }

  public Script text(String newText) {
    return new Script(scenario, number, newText);
  }

  /// Reads the decoded form; empty when there is no such scenario.
  public static Optional<Script> parse(String written) {
    int tilde = written.indexOf('~');
    String word = tilde < 0 ? written : written.substring(0, tilde);
    String text = tilde < 0 ? "" : written.substring(tilde + 1);
    return worded(word).map(script -> script.text(text));
  }

  private static Optional<Script> worded(String word) {
    for (Scenario scenario : Scenario.values()) {
      if (scenario.word().equals(word)) {
        return Optional.of(of(scenario));
      }
    }
    Matcher numbered = NUMBERED.matcher(word);
    if (!numbered.matches()) {
      return Optional.empty();
    }
    for (Scenario scenario : Scenario.values()) {
      if (scenario.takesNumber() && scenario.word().equals(numbered.group(1))) {
        return Optional.of(of(scenario).number(Integer.parseInt(numbered.group(2))));
      }
    }
    return Optional.empty();
  }

  /// The form that [#parse] reads.
  public String word() {
    String numbered =
        number == scenario.usualNumber() ? scenario.word() : scenario.word() + "-" + number;
    return text.isEmpty() ? numbered : numbered + "~" + text;
  }
}
