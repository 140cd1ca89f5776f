package dev.speckit.store;

/// Makes a value of one row.
public interface RowReader<T> {
  T read(Row row);
}
