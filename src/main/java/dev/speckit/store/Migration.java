package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteDataSource;

/// Brings an older database to this program's version. Its library is loaded only here, because it
/// costs a start more than everything else together.
final class Migration {
  private Migration() {}

  static void run(Path file, Schema schema) {
    run(Session.address(file), file, schema);
  }

  /// @param file for whom the address stands, in what is told
  static void run(String address, Path file, Schema schema) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(address);
    source.setBusyTimeout(Session.BUSY_MILLIS);
    source.setEnforceForeignKeys(true);
    try {
      Flyway.configure()
          .dataSource(source)
          .locations(schema.folders().stream().map(at -> "classpath:" + at).toArray(String[]::new))
          .table("schema_history")
          .target(Long.toString(schema.version()))
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException failure) {
      refuseKnown(failure, file);
      throw new Failure.Unavailable(
          Problem.of(
                  "store-migration",
                  "the store could not be brought to version "
                      + schema.version()
                      + ": "
                      + failure.getMessage())
              .at(file.toString())
              .remedy(
                  "free some space if the disk is full and run the command again; a backup of the"
                      + " former state stands beside the file"),
          failure);
    }
  }

  /// A full disk reads the same here as everywhere else; the library wraps it in pages of its own.
  private static void refuseKnown(FlywayException failure, Path file) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException known
          && Trouble.of(known, file, "bringing the store up to date") instanceof Failure told) {
        throw told;
      }
    }
  }
}
