package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOpeningTest {
  private static final Schema NEXT = new Schema(4, List.of("db/sqlite", "store-next"));

  @TempDir Path folder;
  Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve(".speckit").resolve("speckit.db");
  }

  @Test
  void a_new_store_is_created_with_its_folder_for_its_user_alone() throws Exception {
    try (Store _ = Stores.open(file)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void existing_opens_nothing_and_creates_nothing_where_there_is_no_file() throws Exception {
    assertThat(Store.openExisting(file, Stores.host(folder))).isEmpty();
    assertThat(file.getParent()).doesNotExist();
  }

  @Test
  void existing_opens_what_is_there() throws Exception {
    Stores.open(file).close();
    Optional<Store> found = Store.openExisting(file, Stores.host(folder));
    assertThat(found).isPresent();
    found.orElseThrow().close();
  }

  @ParameterizedTest
  @CsvSource({
    "journal_mode, wal",
    "auto_vacuum, 2",
    "synchronous, 1",
    "foreign_keys, 1",
    "busy_timeout, 200",
    "temp_store, 2",
    "cache_size, -4096",
    "page_size, 2048",
    "user_version, 3"
  })
  void every_setting_holds_on_readers_and_the_writer(String name, String value) throws Exception {
    try (Store store = Stores.open(file)) {
      Work<String> ask =
          transaction ->
              transaction
                  .first("PRAGMA " + name, Parameters.none(), row -> row.text(column(name)))
                  .orElseThrow();
      assertThat(store.read(ask)).isEqualTo(value);
      assertThat(store.write(Durability.NORMAL, ask)).isEqualTo(value);
    }
  }

  private static String column(String pragma) {
    return pragma.equals("busy_timeout") ? "timeout" : pragma;
  }

  @Test
  void full_durability_is_in_force_when_asked_for_and_gone_afterwards() throws Exception {
    Work<Long> ask =
        transaction ->
            transaction
                .first("PRAGMA synchronous", Parameters.none(), row -> row.integer("synchronous"))
                .orElseThrow();
    try (Store store = Stores.open(file)) {
      assertThat(store.write(Durability.FULL, ask)).isEqualTo(2);
      assertThat(store.write(Durability.NORMAL, ask)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"what?mode=memory", "a b#c%20d", "größe", "plain"})
  void the_folder_may_have_any_name(String name) throws Exception {
    Path strange = folder.resolve(name).resolve("speckit.db");
    try (Store store = Stores.open(strange)) {
      store.write(Durability.NORMAL, transaction -> Stores.insertRun(transaction, "r1"));
    }
    assertThat(Files.size(strange)).isPositive();
    try (Store store = Stores.open(strange)) {
      assertThat(Stores.count(store, "run")).isEqualTo(1);
    }
  }

  @Test
  void a_clean_end_leaves_one_file_and_the_lock() throws Exception {
    try (Store store = Stores.open(file)) {
      store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "r1"));
    }
    assertThat(names(file.getParent())).containsExactlyInAnyOrder("speckit.db", "speckit.db.lock");
  }

  @Test
  void an_older_store_is_migrated_after_a_backup() throws Exception {
    try (Store store = Stores.open(file)) {
      store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "r1"));
    }
    try (Store store = Store.open(file, Stores.host(folder), NEXT, Duration.ofSeconds(5))) {
      assertThat(Stores.count(store, "run")).isEqualTo(1);
      assertThat(Stores.count(store, "next")).isZero();
    }
    Path backup = file.resolveSibling("speckit.db.v3-20261121T100000123Z.backup");
    assertThat(Stores.ask(backup, "SELECT count(*) FROM run")).isEqualTo("1");
    assertThat(Stores.ask(backup, "PRAGMA user_version")).isEqualTo("3");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rw-------");
    assertThat(Stores.ask(file, "PRAGMA auto_vacuum")).isEqualTo("2");
  }

  @Test
  void a_new_store_of_several_steps_gets_them_all_and_no_backup() throws Exception {
    Store.open(file, Stores.host(folder), NEXT, Duration.ofSeconds(5)).close();
    assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("4");
    assertThat(names(file.getParent())).noneMatch(name -> name.endsWith(".backup"));
  }

  @Test
  void the_version_is_the_number_of_the_newest_migration() throws Exception {
    Path migrations = Path.of(Store.class.getResource("/db/sqlite").toURI());
    assertThat(names(migrations))
        .anyMatch(name -> name.startsWith("V" + Schema.CURRENT.version() + "__"))
        .hasSize((int) Schema.CURRENT.version());
  }

  @Test
  void a_newer_store_is_refused_and_left_alone() throws Exception {
    Stores.open(file).close();
    Stores.execute(file, "PRAGMA user_version=99");
    assertRefused("store-newer", "update speckit");
  }

  @Test
  void a_file_that_is_no_database_is_refused_and_left_alone() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "I was here first.\n".repeat(1000), StandardCharsets.UTF_8);
    assertRefused("store-not-a-database", "move the file away");
  }

  @Test
  void a_database_of_another_program_is_refused_and_left_alone() throws Exception {
    Files.createDirectories(file.getParent());
    Stores.execute(file, "CREATE TABLE theirs (a)");
    assertRefused("store-not-a-database", "move the file away");
  }

  @ParameterizedTest
  @CsvSource({"last, 1", "middle, 1", "second, 1", "middle, 4"})
  void a_store_that_lost_pages_anywhere_is_refused_and_left_alone(String where, int pages)
      throws Exception {
    Stores.open(file).close();
    int page = Integer.parseInt(Stores.ask(file, "PRAGMA page_size"));
    byte[] whole = Files.readAllBytes(file);
    int lost =
        switch (where) {
          case "last" -> whole.length - page;
          case "second" -> page;
          default -> whole.length / page / 2 * page;
        };
    byte[] torn = new byte[whole.length - pages * page];
    System.arraycopy(whole, 0, torn, 0, lost);
    System.arraycopy(whole, lost + pages * page, torn, lost, torn.length - lost);
    Files.write(file, torn);
    assertRefused("store-corrupt", "backup");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 600, 1500})
  void a_store_of_which_only_the_beginning_is_left_is_refused_and_left_alone(int bytes)
      throws Exception {
    Stores.open(file).close();
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), bytes));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> Stores.open(file))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure ->
                assertThat(failure.problems().getFirst().code())
                    .isIn("store-corrupt", "store-not-a-database"));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void a_store_that_lost_a_page_is_refused_and_left_alone() throws Exception {
    Stores.open(file).close();
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() - 2048);
    }
    assertRefused("store-corrupt", "backup");
  }

  @Test
  void damage_inside_is_found_at_the_opening_after_an_unclean_end() throws Exception {
    Stores.open(file).close();
    int root =
        Integer.parseInt(
            Stores.ask(file, "SELECT rootpage FROM sqlite_schema WHERE name='deliverable'"));
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, (root - 1) * 2048, root * 2048, (byte) 0x5a);
    Files.write(file, bytes);
    Files.write(file.resolveSibling("speckit.db-wal"), new byte[32]);
    assertThatThrownBy(() -> Stores.open(file))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure -> assertThat(failure.problems().getFirst().code()).isEqualTo("store-corrupt"));
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  /// A store as a killed program leaves it: commits stand in the log only.
  private void leaveWithLog() throws Exception {
    Path other = folder.resolve("other").resolve("speckit.db");
    Files.createDirectories(file.getParent());
    try (Store store = Stores.open(other)) {
      StoreUpkeepTest.fill(store, 100);
      Checkpointed _ = store.checkpoint();
      store.write(Durability.FULL, transaction -> Stores.insertEvent(transaction, "r1", 101));
      Files.copy(other, file);
      Files.copy(StorePaths.log(other), StorePaths.log(file));
    }
    assertThat(Files.size(StorePaths.log(file))).isPositive();
  }

  @Test
  void a_damaged_store_keeps_its_log_byte_for_byte() throws Exception {
    leaveWithLog();
    byte[] whole = Files.readAllBytes(file);
    byte[] log = Files.readAllBytes(StorePaths.log(file));
    byte[] torn = java.util.Arrays.copyOf(whole, whole.length / 2 / 2048 * 2048);
    byte[] overwritten = whole.clone();
    java.util.Arrays.fill(overwritten, 4096, whole.length - 4096, (byte) 0x5a);
    for (byte[] bytes : List.of(torn, overwritten)) {
      Files.write(file, bytes);
      assertRefused("store-corrupt", "backup");
      assertThat(Files.readAllBytes(StorePaths.log(file))).isEqualTo(log);
    }
    Files.write(file, whole);
    try (Store store = Stores.open(file)) {
      assertThat(Stores.count(store, "event")).isEqualTo(101);
    }
  }

  @Test
  void a_log_whose_file_is_gone_is_refused_and_left_alone() throws Exception {
    leaveWithLog();
    byte[] log = Files.readAllBytes(StorePaths.log(file));
    for (boolean empty : new boolean[] {true, false}) {
      Files.write(file, new byte[0]);
      if (!empty) {
        Files.delete(file);
      }
      StoreFile store = StoreFile.of(file, Stores.host(folder));
      assertThat(store.exists()).isTrue();
      for (Looking looking : List.<Looking>of(() -> Stores.open(file), store::figures)) {
        assertThatThrownBy(looking::run)
            .isInstanceOf(Failure.Unavailable.class)
            .hasMessageContaining("speckit.db-wal");
      }
      assertThat(Files.readAllBytes(StorePaths.log(file))).isEqualTo(log);
      assertThat(Files.exists(file)).isEqualTo(empty);
    }
  }

  private interface Looking {
    Object run() throws Exception;
  }

  @Test
  void a_store_that_could_never_shrink_is_converted_once_after_a_backup() throws Exception {
    unableToShrink();
    try (Store store = Stores.open(file)) {
      assertThat(Stores.count(store, "run")).isEqualTo(1);
    }
    assertThat(Stores.ask(file, "PRAGMA auto_vacuum")).isEqualTo("2");
    Path backup = file.resolveSibling("speckit.db.v3-20261121T100000123Z.backup");
    assertThat(Stores.ask(backup, "SELECT count(*) FROM run")).isEqualTo("1");
    Files.delete(backup);
    Stores.open(file).close();
    assertThat(backup).doesNotExist();
  }

  @Test
  void an_older_store_that_could_never_shrink_is_converted_and_migrated() throws Exception {
    unableToShrink();
    try (Store store = Store.open(file, Stores.host(folder), NEXT, Duration.ofSeconds(5))) {
      assertThat(Stores.count(store, "run")).isEqualTo(1);
      assertThat(Stores.count(store, "next")).isZero();
    }
    assertThat(Stores.ask(file, "PRAGMA auto_vacuum")).isEqualTo("2");
  }

  @Test
  void a_store_that_is_open_elsewhere_is_not_converted() throws Exception {
    unableToShrink();
    Stores.execute(file, "PRAGMA journal_mode=WAL");
    try (Connection other = Stores.foreign(file);
        Statement statement = other.createStatement()) {
      statement.executeQuery("SELECT count(*) FROM run").close();
      assertRefused("store-locked", "wait until it has ended");
    }
    Stores.open(file).close();
    assertThat(Stores.ask(file, "PRAGMA auto_vacuum")).isEqualTo("2");
  }

  private void unableToShrink() throws Exception {
    try (Store store = Stores.open(file)) {
      store.write(Durability.FULL, transaction -> Stores.insertRun(transaction, "r1"));
    }
    Stores.execute(file, "PRAGMA journal_mode=DELETE", "PRAGMA auto_vacuum=0", "VACUUM");
    assertThat(Stores.ask(file, "PRAGMA auto_vacuum")).isEqualTo("0");
  }

  @Test
  void an_empty_file_becomes_a_store() throws Exception {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    Stores.open(file).close();
    assertThat(Stores.ask(file, "PRAGMA user_version")).isEqualTo("3");
    assertThat(Stores.ask(file, "PRAGMA auto_vacuum")).isEqualTo("2");
  }

  @Test
  void a_folder_in_its_place_is_named() throws Exception {
    Files.createDirectories(file);
    assertThatThrownBy(() -> Stores.open(file))
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure -> {
              assertThat(failure.exit()).isEqualTo(ExitCode.INVALID);
              assertThat(failure.problems().getFirst().place()).hasToString(file.toString());
            });
  }

  @Test
  void a_file_in_place_of_its_folder_is_named() throws Exception {
    Files.writeString(file.getParent(), "a file", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Stores.open(file))
        .isInstanceOf(Failure.Invalid.class)
        .hasMessageContaining("where a folder is needed");
  }

  @Test
  void a_place_that_cannot_be_written_is_said() {
    assertThatThrownBy(() -> Stores.open(Path.of("/proc/speckit/speckit.db")))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure -> assertThat(failure.problems().getFirst().remedy()).isNotBlank());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private void assertRefused(String code, String remedy) throws Exception {
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> Stores.open(file))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure -> {
              assertThat(failure.exit()).isEqualTo(ExitCode.ENVIRONMENT);
              assertThat(failure.problems().getFirst().code()).isEqualTo(code);
              assertThat(failure.problems().getFirst().remedy()).contains(remedy);
              assertThat(failure.problems().getFirst().place()).hasToString(file.toString());
            });
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(names(file.getParent())).noneMatch(name -> name.endsWith(".backup"));
  }
}
