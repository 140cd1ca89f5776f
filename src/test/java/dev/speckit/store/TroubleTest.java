package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Which failures of the database are tried again: another program's lock, and nothing else.
class TroubleTest {
  private static final Set<SQLiteErrorCode> PASSING =
      EnumSet.of(
          SQLiteErrorCode.SQLITE_BUSY,
          SQLiteErrorCode.SQLITE_BUSY_RECOVERY,
          SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT,
          SQLiteErrorCode.SQLITE_BUSY_TIMEOUT,
          SQLiteErrorCode.SQLITE_LOCKED,
          SQLiteErrorCode.SQLITE_LOCKED_SHAREDCACHE,
          SQLiteErrorCode.SQLITE_LOCKED_VTAB);

  @ParameterizedTest
  @EnumSource(SQLiteErrorCode.class)
  void only_a_lock_passes(SQLiteErrorCode code) {
    SQLiteException failure = new SQLiteException("said so", code);
    RuntimeException told = Trouble.of(failure, Path.of("store.db"), "writing");

    assertThat(Trouble.isBusy(failure)).isEqualTo(PASSING.contains(code));
    assertThat(Trouble.isBusy(told)).isEqualTo(PASSING.contains(code));
    assertThat(Trouble.isBusy(new IllegalStateException(told))).isEqualTo(PASSING.contains(code));
  }
}
