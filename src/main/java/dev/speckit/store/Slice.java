package dev.speckit.store;

/// A part of a long change, in a transaction of its own. It may be run more than once, as every
/// [Work].
public interface Slice {
  /// Changes at most `rowsMax` rows.
  ///
  /// @return how many it changed; 0 when nothing is left to do
  long run(Transaction transaction, long rowsMax);
}
