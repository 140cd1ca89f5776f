package dev.speckit.store;

import java.nio.file.Path;
import java.util.Optional;

/// What became of a store in whose place a backup was put.
///
/// @param verified the backup
/// @param kept what stood there before, under its new name; empty when nothing did
public record Restored(Verified verified, Optional<Path> kept) {}
