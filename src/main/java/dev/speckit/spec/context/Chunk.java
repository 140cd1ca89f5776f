package dev.speckit.spec.context;

import java.time.LocalDateTime;
import java.util.Optional;

/// The smallest part of a document that a merge keeps, takes or leaves as a whole: a line, or a
/// list item with all that belongs to it.
///
/// @param key parts of two versions with the same key are the same part, perhaps changed
/// @param text with its line ends
/// @param at when a list item was written; empty when it does not say
record Chunk(Kind kind, String key, String text, Optional<LocalDateTime> at) {

  enum Kind {
    BLANK,
    /// A line `**Key**: value` of the document or a session, or a property of the front matter.
    HEADER,
    FIGURE,
    /// An item of a list to which both sides may add.
    ITEM,
    TEXT
  }

  static Chunk line(String text) {
    return new Chunk(text.isBlank() ? Kind.BLANK : Kind.TEXT, text, text, Optional.empty());
  }

  boolean isBlank() {
    return kind == Kind.BLANK;
  }
}
