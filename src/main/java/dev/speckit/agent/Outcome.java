package dev.speckit.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How one attempt ended. Exactly one is recorded for each attempt.
public enum Outcome {
  ANSWERED,
  TOOL_DENIED,
  RATE_LIMITED,
  QUOTA,
  NOT_SIGNED_IN,
  OVERLOADED,
  CONTEXT_OVERFLOW,
  REFUSED,
  SCHEMA_INVALID,
  EMPTY,
  FLOODED,
  HUNG,
  CRASHED,
  CANCELLED,
  NOT_INSTALLED,
  /// It cannot work as it is set: an unknown model, flag or address.
  MISCONFIGURED,
  /// It ended in a way that no table row names.
  UNKNOWN;

  /// Whether asking again can help.
  public enum Again {
    /// As often as the limit of attempts allows.
    TO_THE_LIMIT,
    /// One more time: for what nobody knows, and for the repair turn.
    ONCE,
    NEVER
  }

  public Again again() {
    return switch (this) {
      case OVERLOADED, CRASHED, EMPTY -> Again.TO_THE_LIMIT;
      case HUNG, UNKNOWN, SCHEMA_INVALID -> Again.ONCE;
      case ANSWERED,
          TOOL_DENIED,
          RATE_LIMITED,
          QUOTA,
          NOT_SIGNED_IN,
          CONTEXT_OVERFLOW,
          REFUSED,
          FLOODED,
          CANCELLED,
          NOT_INSTALLED,
          MISCONFIGURED ->
          Again.NEVER;
    };
  }

  static Optional<Outcome> parse(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  /// The word in the store and in JSON: `schema-invalid`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
