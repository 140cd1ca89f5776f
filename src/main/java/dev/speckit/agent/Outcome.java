package dev.speckit.agent;

import java.util.Locale;

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
  /// It ended in a way that no table row names.
  UNKNOWN;

  /// The word in the store and in JSON: `schema-invalid`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
