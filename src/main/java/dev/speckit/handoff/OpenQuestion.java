package dev.speckit.handoff;

/// A question of a run that nobody has answered.
///
/// @param run its id
/// @param question its id in the run
/// @param text as the run asks it
public record OpenQuestion(String run, String question, String text) {}
