package dev.speckit.spec;

/// A heading and what stands below it, up to the next heading of any level.
///
/// @param level 1 to 6
/// @param title without markers
/// @param line 1-based line of the heading
/// @param body the lines below, joined by line feeds; code fences included
public record Section(int level, String title, int line, String body) {}
