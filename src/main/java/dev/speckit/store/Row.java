package dev.speckit.store;

import dev.speckit.host.ProcessIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of a result, columns by name. Valid only while its [RowReader] runs. A NULL where a
/// value is asked for, and an unknown column, are defects of ours: `IllegalStateException`.
public final class Row {
  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  public String text(String column) {
    return present(optionalText(column), column);
  }

  public Optional<String> optionalText(String column) {
    try {
      return Optional.ofNullable(rows.getString(column));
    } catch (SQLException failure) {
      throw unreadable(column, failure);
    }
  }

  public long integer(String column) {
    return present(optionalInteger(column), column);
  }

  public Optional<Long> optionalInteger(String column) {
    try {
      long value = rows.getLong(column);
      return rows.wasNull() ? Optional.empty() : Optional.of(value);
    } catch (SQLException failure) {
      throw unreadable(column, failure);
    }
  }

  /// A time stored as milliseconds since 1970 UTC.
  public Instant instant(String column) {
    return Instant.ofEpochMilli(integer(column));
  }

  public Optional<Instant> optionalInstant(String column) {
    return optionalInteger(column).map(Instant::ofEpochMilli);
  }

  /// A process stored as its number and its start; empty unless both are there.
  public Optional<ProcessIdentity> optionalProcess(String pid, String startedAt) {
    return optionalInteger(pid)
        .flatMap(
            number -> optionalInstant(startedAt).map(start -> new ProcessIdentity(number, start)));
  }

  /// False for 0, true for any other number.
  public boolean truth(String column) {
    return integer(column) != 0;
  }

  public Optional<Boolean> optionalTruth(String column) {
    return optionalInteger(column).map(number -> number != 0);
  }

  public byte[] bytes(String column) {
    try {
      byte @Nullable [] value = rows.getBytes(column);
      if (value == null) {
        throw missing(column);
      }
      return value;
    } catch (SQLException failure) {
      throw unreadable(column, failure);
    }
  }

  private static <T> T present(Optional<T> value, String column) {
    return value.orElseThrow(() -> missing(column));
  }

  private static IllegalStateException missing(String column) {
    return new IllegalStateException("the column " + column + " is NULL");
  }

  private static IllegalStateException unreadable(String column, SQLException failure) {
    return new IllegalStateException("the column " + column + " cannot be read", failure);
  }
}
