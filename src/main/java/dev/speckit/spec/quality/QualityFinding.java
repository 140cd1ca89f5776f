package dev.speckit.spec.quality;

import org.jspecify.annotations.Nullable;

/// One place of a spec that breaks a rule of quality.
///
/// @param rule stable kebab-case name of the rule
/// @param weight how much harm it does when it stays
/// @param requirement id of the requirement or criterion, or null when it concerns the document
/// @param section heading it concerns, or null
/// @param line 1-based; 0 when the whole document is meant
/// @param column 1-based, in UTF-16 units; 0 when the whole line is meant
/// @param message what is wrong, one sentence, quoting the words
/// @param remedy what the author can do, one sentence
public record QualityFinding(
    String rule,
    Weight weight,
    @Nullable String requirement,
    @Nullable String section,
    int line,
    int column,
    String message,
    String remedy) {

  /// How much harm a finding does.
  public enum Weight {
    /// Nobody can build or prove this as it stands.
    CRITICAL,
    /// Two readers would build two things.
    IMPORTANT,
    /// Worth mending, not worth waiting for.
    MINOR
  }
}
