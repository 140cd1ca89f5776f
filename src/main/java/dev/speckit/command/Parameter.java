package dev.speckit.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing a command takes.
public sealed interface Parameter {

  /// How [Arguments] finds the value: the option's long name without dashes, or the word of the
  /// positional in lower case.
  String name();

  /// One line for help: a capital first, no full stop.
  String summary();

  /// A word by its position.
  ///
  /// @param required whether it may be left out
  /// @param many whether it takes all words that are left (then it is the last positional)
  /// @param choices the words allowed; empty when any is
  record Positional(
      String name, String summary, boolean required, boolean many, List<String> choices)
      implements Parameter {
    public Positional {
      choices = List.copyOf(choices);
    }
  }

  /// `--name VALUE`.
  ///
  /// @param letter the short form without its dash, or null
  /// @param value what help calls the value, in capitals, such as `ID`
  /// @param fallback what help names as the default, or null when there is none
  /// @param many whether it may be given more than once
  /// @param choices the values allowed; empty when any is
  record Option(
      String name,
      @Nullable String letter,
      String value,
      String summary,
      @Nullable String fallback,
      boolean many,
      List<String> choices)
      implements Parameter {
    public Option {
      choices = List.copyOf(choices);
    }
  }

  /// `--name`, without a value.
  ///
  /// @param letter the short form without its dash, or null
  record Flag(String name, @Nullable String letter, String summary) implements Parameter {}

  /// `--name`, alone or followed by one of some words. Any other word behind it is not its value.
  ///
  /// @param value what help calls the value, in capitals
  /// @param choices the words that are values; [Arguments] has `true` when none was given
  record OptionalValue(String name, String value, String summary, List<String> choices)
      implements Parameter {
    public OptionalValue {
      choices = List.copyOf(choices);
    }
  }

  static Positional required(String name, String summary) {
    return new Positional(name, summary, true, false, List.of());
  }

  static Positional optional(String name, String summary) {
    return new Positional(name, summary, false, false, List.of());
  }

  static Positional choice(String name, String summary, List<String> choices) {
    return new Positional(name, summary, true, false, choices);
  }

  static Option option(String name, String value, String summary) {
    return new Option(name, null, value, summary, null, false, List.of());
  }

  static Option option(String name, String value, String summary, List<String> choices) {
    return new Option(name, null, value, summary, null, false, choices);
  }

  static Flag flag(String name, String summary) {
    return new Flag(name, null, summary);
  }
}
