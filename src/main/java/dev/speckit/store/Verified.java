package dev.speckit.store;

import java.nio.file.Path;

/// A backup that was checked whole: structure, indexes, references, version.
///
/// @param backup its file
/// @param figures what it takes and holds
public record Verified(Path backup, StoreFigures figures) {}
