package dev.speckit.store;

import java.nio.file.Path;
import java.util.Optional;

/// What became of a store that was brought to this program's version.
///
/// @param from the version it had; 0 for a new store
/// @param to the version it has now
/// @param converted whether it was written anew, once, in the form in which it can shrink
/// @param backup of what was there before; empty when nothing was changed, and for a new store
public record Migrated(long from, long to, boolean converted, Optional<Path> backup) {}
