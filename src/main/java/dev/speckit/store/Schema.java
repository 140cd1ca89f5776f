package dev.speckit.store;

import java.util.List;

/// Which tables this program works with.
///
/// @param version the number of the newest migration, kept in the database as `user_version`
/// @param folders of the class path that hold the migrations
record Schema(long version, List<String> folders) {
  /// The number of the newest file in `db/sqlite`.
  static final Schema CURRENT = new Schema(3, List.of("db/sqlite"));
}
