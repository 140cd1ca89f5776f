package dev.speckit.agent.analyst;

import dev.speckit.agent.PromptDocument;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the document named `checks` says of the project's own checks.
final class CheckWords {
  private static final Pattern BAD =
      Pattern.compile(
          "(?<!\\b0 )\\b(?:failed|late|cancelled|not[- ]started)\\b|\\b(?:not pass|did not)");

  private CheckWords() {}

  /// Whether it says that checks passed, and of none that it did not.
  static boolean passed(List<PromptDocument> documents) {
    return text(documents).filter(text -> text.contains("passed")).isPresent()
        && !failed(documents);
  }

  /// Whether it says of a check that it did not pass.
  static boolean failed(List<PromptDocument> documents) {
    return text(documents).filter(text -> BAD.matcher(text).find()).isPresent();
  }

  private static Optional<String> text(List<PromptDocument> documents) {
    return documents.stream()
        .filter(document -> document.name().equals("checks"))
        .map(document -> document.text().toLowerCase(Locale.ROOT))
        .findFirst();
  }
}
