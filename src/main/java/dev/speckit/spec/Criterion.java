package dev.speckit.spec;

/// A box under an "Acceptance Criteria" heading.
///
/// @param id as written, or `AC-n` by order (1-based) when the author gave none
/// @param text without the box and the id
/// @param met whether the box is ticked
/// @param line 1-based, in the spec's document
public record Criterion(String id, String text, boolean met, int line) {}
