package dev.speckit.spec.quality;

import dev.speckit.spec.quality.QualityFinding.Weight;

/// One rule with a text that it flags and one that it passes; a test runs both.
///
/// @param name stable kebab-case name
/// @param weight of its findings
/// @param why what goes wrong when the rule is broken, one sentence
/// @param remedy what the author can do
/// @param flags a spec in Markdown that breaks it
/// @param passes a spec in Markdown that keeps it
/// @param check looks for it
public record QualityRule(
    String name,
    Weight weight,
    String why,
    String remedy,
    String flags,
    String passes,
    Check check) {

  /// Reads a spec and says where it breaks the rule.
  @FunctionalInterface
  interface Check {
    void run(Reading reading, Found found);
  }

  /// Takes what a check finds.
  interface Found {
    /// In the words of a demand; `term` gives the column, empty for the whole line.
    void in(Demand demand, String term, String message);

    /// At a line of the document; 0 for the whole document.
    void at(int line, String section, String term, String message);
  }
}
