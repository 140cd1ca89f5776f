package dev.speckit.command;

/// One call of a command.
///
/// @param arguments the values given, already checked against the declaration
/// @param progress where to tell what goes on while it goes on
/// @param interactive whether a person sits at a terminal and can be asked
public record Call(Arguments arguments, Progress progress, boolean interactive) {}
