package dev.speckit.store;

import java.util.List;
import java.util.Optional;

/// Statements of one transaction. SQL is one fixed text with named parameters (`:name`), in words
/// that PostgreSQL takes too.
///
/// Wrong SQL and broken constraints are defects of ours (`IllegalStateException`); a full or broken
/// disk is a [dev.speckit.failure.Failure.Unavailable].
public interface Transaction {
  /// Runs INSERT, UPDATE or DELETE without RETURNING.
  ///
  /// @return how many rows it changed
  int update(String sql, Parameters parameters);

  /// Runs an INSERT that ends in `RETURNING` with one integer column.
  ///
  /// @return that integer
  /// @throws IllegalStateException when no row came back; use [#first] where that may happen
  long insert(String sql, Parameters parameters);

  /// All rows, in the order of the statement; also for a change with RETURNING.
  <T> List<T> query(String sql, Parameters parameters, RowReader<T> reader);

  /// The first row; further rows are not read.
  <T> Optional<T> first(String sql, Parameters parameters, RowReader<T> reader);
}
