package dev.speckit.cli;

import dev.speckit.command.Arguments;

/// A call whose words make sense.
///
/// @param arguments checked against the declaration, unless help or the version was asked for
record Understood(Arguments arguments, Globals globals) {}
