package dev.speckit.store;

/// How thoroughly a store is checked.
public enum Depth {
  /// The structure of all pages. About 1 s for each GiB that the system has in memory.
  QUICK,
  /// Also that every index agrees with its table, and that no row refers to one that is not there.
  WHOLE
}
