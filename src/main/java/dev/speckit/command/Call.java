package dev.speckit.command;

import java.util.Optional;

/// One call of a command.
///
/// @param arguments the values given, already checked against the declaration
/// @param progress where to tell what goes on while it goes on
/// @param dialogue the person at the terminal; empty when nobody can be asked
public record Call(Arguments arguments, Progress progress, Optional<Dialogue> dialogue) {}
