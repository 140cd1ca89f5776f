package dev.speckit.command;

/// What a piece of text means for its reader. Colour follows it, and never stands alone: the words
/// must say the same.
public enum Tone {
  PLAIN,
  GOOD,
  WARNING,
  BAD,
  MUTED,
  STRONG
}
