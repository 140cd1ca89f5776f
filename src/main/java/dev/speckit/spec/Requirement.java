package dev.speckit.spec;

/// Something the spec demands.
///
/// @param id as written (`FR-001`), or made from its place when the author gave none
/// @param text the demand in one paragraph, without the id
/// @param line 1-based, in the spec's document
/// @param section the heading above it; empty at the top
public record Requirement(String id, String text, int line, String section) {}
