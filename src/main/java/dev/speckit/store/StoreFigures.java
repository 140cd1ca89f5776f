package dev.speckit.store;

import java.util.List;

/// What a store takes and holds at one moment.
///
/// @param bytes of the file
/// @param pageBytes of one page
/// @param pages in use and free; those of commits that are still in the log are among them
/// @param freePages that hold nothing and can be given back to the disk
/// @param walBytes of the log of commits that are not in the file yet; 0 when there is none
/// @param version of the tables
/// @param tables by name
public record StoreFigures(
    long bytes,
    long pageBytes,
    long pages,
    long freePages,
    long walBytes,
    long version,
    List<TableRows> tables) {
  public StoreFigures {
    tables = List.copyOf(tables);
  }

  /// How many rows a table holds.
  public record TableRows(String table, long rows) {}

  public long freeBytes() {
    return freePages * pageBytes;
  }
}
