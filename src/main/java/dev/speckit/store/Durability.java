package dev.speckit.store;

/// How much a committed transaction survives. Callers' transactions may share one commit; the
/// strongest wish of the group holds.
public enum Durability {
  /// Survives loss of power: the disk has confirmed the commit. For evidence: attempts, answers,
  /// verdicts, events.
  FULL,
  /// Survives a killed process; loss of power may take the last commits, never the file. For
  /// telemetry and caches.
  NORMAL
}
