package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RestoreTest {
  private static final Schema NEXT = new Schema(4, List.of("db/sqlite", "store-next"));

  @TempDir Path folder;
  Path file;
  Path backup;
  StoreFile store;

  /// A backup with run `old`, and a store with run `new` as well.
  @BeforeEach
  void make_a_store_and_a_backup() throws Exception {
    file = folder.resolve("store").resolve("speckit.db");
    backup = folder.resolve("backup.db");
    try (Store open = Stores.open(file)) {
      open.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "old"));
      open.backup(backup, false);
      open.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "new"));
    }
    store = StoreFile.of(file, Stores.host(folder));
  }

  /// What may stand in the place of the store.
  enum Standing {
    WHOLE {
      @Override
      void make(Path file) {}
    },
    NOTHING {
      @Override
      void make(Path file) throws Exception {
        Files.delete(file);
      }
    },
    EMPTY {
      @Override
      void make(Path file) throws Exception {
        Files.write(file, new byte[0]);
      }
    },
    NO_DATABASE {
      @Override
      void make(Path file) throws Exception {
        Files.writeString(file, "I was here first.\n".repeat(1000), StandardCharsets.UTF_8);
      }
    },
    OF_ANOTHER_PROGRAM {
      @Override
      void make(Path file) throws Exception {
        Files.delete(file);
        Stores.execute(file, "CREATE TABLE theirs (a)");
      }
    },
    NEWER {
      @Override
      void make(Path file) throws Exception {
        Stores.execute(file, "PRAGMA user_version=99");
      }
    },
    CUT_OFF {
      @Override
      void make(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2 + 100));
      }
    },
    OVERWRITTEN {
      @Override
      void make(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, 200, bytes.length, (byte) 0x5a);
        Files.write(file, bytes);
      }
    };

    abstract void make(Path file) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void a_backup_takes_the_place_of_whatever_stands_there(Standing standing) throws Exception {
    standing.make(file);
    byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    Restored restored = store.restore(backup);
    assertThat(runs()).containsExactly("old");
    assertThat(restored.kept().isPresent()).isEqualTo(standing != Standing.NOTHING);
    if (standing == Standing.WHOLE || standing == Standing.NEWER) {
      assertThat(Stores.ask(restored.kept().orElseThrow(), "SELECT count(*) FROM run"))
          .isEqualTo("2");
    } else if (standing != Standing.NOTHING) {
      assertThat(Files.readAllBytes(restored.kept().orElseThrow())).isEqualTo(before);
    }
    assertThat(BackupTest.names(file.getParent()))
        .noneMatch(name -> name.endsWith(".tmp"))
        .noneMatch(name -> name.endsWith("-journal"));
  }

  @Test
  void the_log_of_the_old_file_is_never_taken_for_that_of_the_new_one() throws Exception {
    leaveLog();
    for (Standing standing : new Standing[] {Standing.WHOLE, Standing.NO_DATABASE}) {
      byte[] log = Files.readAllBytes(StorePaths.log(file));
      standing.make(file);
      Restored restored = store.restore(backup);
      assertThat(runs()).containsExactly("old");
      Path kept = restored.kept().orElseThrow();
      if (standing == Standing.NO_DATABASE) {
        assertThat(Files.readAllBytes(StorePaths.log(kept))).isEqualTo(log);
      } else {
        assertThat(StorePaths.log(kept)).doesNotExist();
        assertThat(Stores.ask(kept, "SELECT count(*) FROM run WHERE run LIKE 'k-%'"))
            .isNotEqualTo("0");
        Files.delete(kept);
        leaveLog();
      }
    }
  }

  @Test
  void a_log_without_its_file_is_kept_aside() throws Exception {
    leaveLog();
    Files.delete(file);
    store.restore(backup);
    assertThat(runs()).containsExactly("old");
  }

  /// Commits that a killed process left in the log.
  private void leaveLog() throws Exception {
    Process writer = Stores.start(StoreProcessesTest.WritesForEver.class, file, "k", 100_000);
    try (var out = writer.inputReader()) {
      assertThat(out.readLine()).isEqualTo("k-0");
      assertThat(out.readLine()).isEqualTo("k-1");
      writer.toHandle().destroyForcibly();
    }
    writer.waitFor();
    assertThat(Files.size(StorePaths.log(file))).isPositive();
  }

  @Test
  void a_restore_is_taken_back_by_restoring_what_was_kept() throws Exception {
    Path kept = store.restore(backup).kept().orElseThrow();
    Host later = new Host(() -> Stores.NOW.plusSeconds(1), new Random(1), Map.of(), folder, folder);
    store = StoreFile.of(file, later);
    store.restore(kept);
    assertThat(runs()).containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void an_older_backup_is_migrated_when_the_store_is_opened_next() throws Exception {
    try (Store next = Store.open(file, Stores.host(folder), NEXT, Duration.ofSeconds(5))) {
      assertThat(Stores.count(next, "run")).isEqualTo(2);
    }
    StoreFile.of(file, Stores.host(folder), NEXT).restore(backup);
    assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("3");
    Files.delete(StorePaths.besideBefore(file, 3, Stores.NOW));
    try (Store next = Store.open(file, Stores.host(folder), NEXT, Duration.ofSeconds(5))) {
      assertThat(Stores.count(next, "run")).isEqualTo(1);
      assertThat(Stores.count(next, "next")).isZero();
    }
  }

  @Test
  void a_newer_backup_is_refused() throws Exception {
    Stores.execute(backup, "PRAGMA user_version=99");
    assertRefused(Failure.Unavailable.class, "store-newer");
  }

  @Test
  void a_backup_that_is_no_database_is_refused() throws Exception {
    Files.writeString(backup, "a letter\n".repeat(900), StandardCharsets.UTF_8);
    assertRefused(Failure.Invalid.class, "backup-not-a-store");
  }

  @Test
  void a_backup_that_is_empty_is_refused() throws Exception {
    Files.write(backup, new byte[0]);
    assertRefused(Failure.Invalid.class, "backup-not-a-store");
  }

  @Test
  void a_database_of_another_program_is_refused() throws Exception {
    Files.delete(backup);
    Stores.execute(backup, "CREATE TABLE theirs (a)", "PRAGMA user_version=3");
    assertRefused(Failure.Invalid.class, "backup-not-a-store");
  }

  @Test
  void a_missing_backup_is_refused() throws Exception {
    Files.delete(backup);
    assertRefused(Failure.Invalid.class, "backup-missing");
  }

  @Test
  void a_damaged_backup_is_refused() throws Exception {
    byte[] bytes = Files.readAllBytes(backup);
    java.util.Arrays.fill(bytes, bytes.length - 4096, bytes.length, (byte) 0x5a);
    Files.write(backup, bytes);
    assertRefused(Failure.Invalid.class, "backup-damaged");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE upkeep | the table upkeep is missing",
        "DROP INDEX run_by_spec | the index run_by_spec of run is missing",
        "ALTER TABLE run DROP COLUMN document | the column document of run is missing",
        "CREATE TRIGGER mine AFTER INSERT ON run BEGIN DELETE FROM event; END"
            + "| the trigger mine of run is none of speckit's",
        "CREATE VIEW mine AS SELECT 1 | the view mine is none of speckit's",
        "CREATE TABLE mine (a) | the table mine is none of speckit's"
      })
  void a_backup_with_other_tables_than_ours_is_refused(String change, String told)
      throws Exception {
    Stores.execute(backup, change);
    assertRefused(Failure.Invalid.class, "backup-damaged");
    assertThatThrownBy(() -> store.verify(backup)).hasMessageContaining(told);
    Stores.execute(file, change);
    assertThat(store.check(Depth.WHOLE)).containsExactly(told);
    assertThatThrownBy(() -> store.backup(folder.resolve("copy.db"), false))
        .hasMessageContaining(told);
    assertThat(folder.resolve("copy.db")).doesNotExist();
  }

  @Test
  void a_folder_or_a_pipe_is_no_backup() throws Exception {
    Files.delete(backup);
    assertThat(new ProcessBuilder("mkfifo", backup.toString()).start().waitFor()).isZero();
    assertRefused(Failure.Invalid.class, "not-a-file");
    Files.delete(backup);
    Files.createDirectory(backup);
    assertRefused(Failure.Invalid.class, "folder-not-file");
  }

  /// As a restore leaves it that was killed between its last two steps.
  @Test
  void a_second_name_of_the_live_store_goes_at_the_next_opening_restore_or_sweep()
      throws Exception {
    Path twin = file.resolveSibling("speckit.db.replaced-20261120T100000000Z");
    Path other = file.resolveSibling("speckit.db.replaced-20261119T100000000Z");
    Files.copy(file, other);
    Files.createLink(twin, file);
    assertThat(runs()).containsExactlyInAnyOrder("old", "new");
    assertThat(twin).doesNotExist();
    Files.createLink(twin, file);
    assertThat(store.sweep(Stores.NOW)).as("it holds no bytes of its own").isZero();
    assertThat(twin).doesNotExist();
    Files.createLink(twin, file);
    Path kept = store.restore(backup).kept().orElseThrow();
    assertThat(twin).doesNotExist();
    assertThat(other).exists();
    assertThat(Stores.ask(kept, "SELECT count(*) FROM run")).isEqualTo("2");
    assertThat(runs()).containsExactly("old");
  }

  @Test
  void a_backup_with_rows_that_refer_to_nothing_is_refused() throws Exception {
    try (Store open = Stores.open(file)) {
      open.write(Durability.FULL, transaction -> Stores.insertEvent(transaction, "old", 1));
      open.backup(backup, true);
    }
    Stores.execute(backup, "PRAGMA foreign_keys=OFF", "DELETE FROM run");
    assertRefused(Failure.Invalid.class, "backup-damaged");
  }

  private void assertRefused(Class<? extends Failure> kind, String code) throws Exception {
    byte[] before = Files.readAllBytes(file);
    for (boolean dry : new boolean[] {true, false}) {
      assertThatThrownBy(
              () -> {
                Object _ = dry ? store.verify(backup) : store.restore(backup);
              })
          .isInstanceOfSatisfying(
              kind,
              failure -> {
                assertThat(failure.problems().getFirst().code()).isEqualTo(code);
                assertThat(failure.problems().getFirst().remedy()).isNotBlank();
              });
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(BackupTest.names(file.getParent()))
        .containsExactlyInAnyOrder("speckit.db", "speckit.db.lock");
  }

  @Test
  void the_store_is_no_backup_of_itself() {
    assertThatThrownBy(() -> store.restore(file)).isInstanceOf(Failure.Usage.class);
  }

  @Test
  void a_dry_look_at_a_backup_changes_nothing() throws Exception {
    Verified verified = store.verify(backup);
    assertThat(verified.figures().version()).isEqualTo(Schema.CURRENT.version());
    assertThat(verified.figures().tables()).contains(new StoreFigures.TableRows("run", 1));
    assertThat(runs()).containsExactlyInAnyOrder("old", "new");
    assertThat(BackupTest.names(folder)).containsExactlyInAnyOrder("backup.db", "store");
  }

  @Test
  void a_store_that_another_process_has_open_is_not_replaced() throws Exception {
    Process other = Stores.start(StoreUpkeepTest.WritesUntilTold.class, file, "theirs");
    assertThat(other.inputReader().readLine()).isEqualTo("ready");
    assertThatThrownBy(() -> store.restore(backup))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure -> assertThat(failure.problems().getFirst().code()).isEqualTo("store-locked"));
    other.outputWriter().append('x').flush();
    assertThat(other.waitFor()).isZero();
    assertThat(runs()).containsExactlyInAnyOrder("old", "new", "theirs");
    store.restore(backup);
    assertThat(runs()).containsExactly("old");
  }

  /// Opens the store, writes a run, closes it, and says the name; again and again.
  static final class OpensForEver {
    public static void main(String[] arguments) throws InterruptedException {
      Path file = Path.of(arguments[0]);
      for (int i = 0; System.out != null; i++) {
        String run = arguments[1] + "-" + i;
        try (Store store = Stores.open(file)) {
          store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, run));
        }
        System.out.println(run);
      }
    }
  }

  @Test
  void nobody_who_opens_meanwhile_writes_into_the_old_file_or_harms_the_new_one() throws Exception {
    Process opener = Stores.start(OpensForEver.class, file, "o");
    try (var out = opener.inputReader()) {
      assertThat(out.readLine()).isEqualTo("o-0");
      int restored = 0;
      for (int i = 0; i < 20; i++) {
        try {
          Path kept = store.restore(backup).kept().orElseThrow();
          restored++;
          byte[] old = Files.readAllBytes(kept);
          assertThat(out.readLine()).isNotNull();
          assertThat(Files.readAllBytes(kept)).isEqualTo(old);
          Files.delete(kept);
        } catch (Failure.Unavailable failure) {
          assertThat(failure.problems().getFirst().code()).isEqualTo("store-locked");
        }
      }
      assertThat(restored).isPositive();
      opener.toHandle().destroyForcibly();
    }
    opener.waitFor();
    assertThat(Stores.ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(runs()).contains("old").allMatch(run -> run.equals("old") || run.startsWith("o-"));
  }

  /// Restores one of two backups after the other, for ever.
  static final class RestoresForEver {
    public static void main(String[] arguments) throws InterruptedException {
      Path file = Path.of(arguments[0]);
      System.out.println("ready");
      while (System.out != null) {
        Path kept =
            StoreFile.of(file, Stores.host(file.getParent()))
                .restore(Path.of(arguments[1]))
                .kept()
                .orElseThrow();
        kept.toFile().delete();
        System.out.println("done");
      }
    }
  }

  @Test
  void a_killed_restore_leaves_the_old_store_or_the_new_one() throws Exception {
    for (int kill = 0; kill < 8; kill++) {
      Process process = Stores.start(RestoresForEver.class, file, backup);
      try (var out = process.inputReader()) {
        assertThat(out.readLine()).isEqualTo("ready");
        if (kill % 2 == 1) {
          assertThat(out.readLine()).isEqualTo("done");
        }
        long until = System.nanoTime() + kill * 9_000_000L;
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        process.toHandle().destroyForcibly();
      }
      process.waitFor();
      assertThat(Stores.ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
      assertThat(runs()).contains("old");
      try (Stream<Path> left = Files.list(file.getParent())) {
        for (Path each : left.filter(path -> path.toString().contains(".replaced-")).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private List<String> runs() throws Exception {
    try (Store open = Stores.open(file)) {
      return open.read(transaction ->
          transaction.query("SELECT run FROM run", Parameters.none(), row -> row.text("run")));
    }
  }
}
