package dev.speckit.store;

import java.util.List;

/// Which tables this program works with.
///
/// @param version the number of the newest migration, kept in the database as `user_version`
/// @param folders of the class path that hold the migrations
/// @param scripts of the class path, all migrations in order, to make a new store at once; empty
///   where the library is to find them
record Schema(long version, List<String> folders, List<String> scripts) {
  /// The number of the newest file in `db/sqlite`.
  static final Schema CURRENT =
      new Schema(
          2,
          List.of("db/sqlite"),
          List.of("/db/sqlite/V1__spine.sql", "/db/sqlite/V2__check_index.sql"));

  Schema(long version, List<String> folders) {
    this(version, folders, List.of());
  }
}
