package dev.speckit.spec.migration;

import java.nio.file.Path;

/// Where things stand in the repository.
///
/// @param root absolute
/// @param workspace relative to the root; empty when it is the root
/// @param specs relative to the root
record Places(Path root, Path workspace, Path specs) {}
