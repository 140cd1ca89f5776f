package dev.speckit.spec.lint;

import dev.speckit.spec.Finding;
import dev.speckit.spec.link.LinkedDocument;
import java.util.List;
import java.util.Optional;

/// What the linter keeps of one document: all that can be said of it without looking at another
/// file. It is what the index stores, so nothing in it may depend on anything but the text.
///
/// @param readable whether there was a text
/// @param title empty when there is none
/// @param status in small letters; empty when none is given
/// @param statusLine 1-based; 1 when none is given
/// @param aliases as written
/// @param openBoxLine 1-based line of the first criterion that is not met; 0 when all are
/// @param findings of this document alone
/// @param linked its links and what links may name in it; empty for what could not be read
/// @param deliverables what its register of deliverables names, links left out
/// @param registered how many entries that register has, links included
record DocumentFacts(
    boolean readable,
    String title,
    String status,
    int statusLine,
    List<String> aliases,
    int openBoxLine,
    List<Finding> findings,
    Optional<LinkedDocument> linked,
    List<Deliverable> deliverables,
    int registered) {

  /// A path in a register that is no link.
  ///
  /// @param path relative to the workspace, as written
  /// @param line 1-based
  /// @param column 1-based
  record Deliverable(String path, int line, int column) {}

  static DocumentFacts unreadable(Finding why) {
    return new DocumentFacts(
        false, "", "", 1, List.of(), 0, List.of(why), Optional.empty(), List.of(), 0);
  }

  /// A file of which nothing but its links matters.
  static DocumentFacts other(Optional<LinkedDocument> linked) {
    return new DocumentFacts(
        linked.isPresent(), "", "", 1, List.of(), 0, List.of(), linked, List.of(), 0);
  }
}
