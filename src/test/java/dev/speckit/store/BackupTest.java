package dev.speckit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.testkit.SmallDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BackupTest {
  @TempDir Path folder;
  Path file;
  Path target;

  @BeforeEach
  void name_the_files() {
    file = folder.resolve("store").resolve("speckit.db");
    target = folder.resolve("copies").resolve("copy.db");
  }

  @Test
  void a_backup_has_all_and_the_form_of_the_store_and_is_private() throws Exception {
    try (Store store = Stores.open(file)) {
      StoreUpkeepTest.fill(store, 30);
      store.backup(target, false);
    }
    assertThat(Stores.ask(target, "SELECT count(*) FROM event")).isEqualTo("30");
    assertThat(Stores.ask(target, "PRAGMA user_version"))
        .isEqualTo(Long.toString(Schema.CURRENT.version()));
    assertThat(Stores.ask(target, "PRAGMA auto_vacuum")).isEqualTo("2");
    assertThat(Stores.ask(target, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
    assertThat(names(target.getParent())).containsExactly("copy.db");
  }

  @Test
  void a_backup_beside_writers_is_one_moment_of_the_store() throws Exception {
    Stores.open(file).close();
    Process writer = Stores.start(StoreProcessesTest.WritesForEver.class, file, "w", 100_000);
    try (var out = writer.inputReader();
        Store store = Stores.open(file)) {
      for (int i = 0; i < 50; i++) {
        assertThat(out.readLine()).isNotNull();
      }
      for (int i = 0; i < 3; i++) {
        store.backup(target, true);
        assertThat(Stores.ask(target, "PRAGMA integrity_check")).isEqualTo("ok");
        long runs = Long.parseLong(Stores.ask(target, "SELECT count(*) FROM run"));
        assertThat(runs).isGreaterThanOrEqualTo(50);
        assertThat(Stores.ask(target, "SELECT count(*) FROM event"))
            .isEqualTo(Long.toString(3 * runs));
      }
      writer.toHandle().destroyForcibly();
    }
    writer.waitFor();
  }

  @Test
  void an_earlier_backup_is_replaced_only_when_asked() throws Exception {
    try (Store store = Stores.open(file)) {
      store.backup(target, false);
      byte[] former = Files.readAllBytes(target);
      StoreUpkeepTest.fill(store, 3);
      assertThatThrownBy(() -> store.backup(target, false))
          .isInstanceOfSatisfying(
              Failure.NeedsApproval.class,
              failure -> {
                assertThat(failure.problems().getFirst().code()).isEqualTo("file-exists");
                assertThat(failure.problems().getFirst().remedy()).contains("--force");
              });
      assertThat(Files.readAllBytes(target)).isEqualTo(former);
      store.backup(target, true);
    }
    assertThat(Stores.ask(target, "SELECT count(*) FROM event")).isEqualTo("3");
    assertThat(names(target.getParent())).containsExactly("copy.db");
  }

  /// What may stand in the place of a backup and is none.
  enum Standing {
    LETTERS("not-a-backup") {
      @Override
      void make(Path target) throws Exception {
        Files.writeString(target, "my letters", StandardCharsets.UTF_8);
      }
    },
    EMPTY("not-a-backup") {
      @Override
      void make(Path target) throws Exception {
        Files.createFile(target);
      }
    },
    OF_ANOTHER_PROGRAM("not-a-backup") {
      @Override
      void make(Path target) throws Exception {
        Stores.execute(target, "CREATE TABLE theirs (a)", "PRAGMA user_version=3");
      }
    },
    ANOTHER_STORE("backup-beside-store") {
      @Override
      void make(Path target) throws Exception {
        Stores.open(target).close();
      }
    },
    PIPE("not-a-file") {
      @Override
      void make(Path target) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", target.toString()).start().waitFor()).isZero();
      }
    },
    LINK("not-a-file") {
      @Override
      void make(Path target) throws Exception {
        Files.createSymbolicLink(target, Path.of("nowhere"));
      }
    },
    FOLDER("folder-not-file") {
      @Override
      void make(Path target) throws Exception {
        Files.createDirectory(target);
      }
    };

    final String code;

    Standing(String code) {
      this.code = code;
    }

    abstract void make(Path target) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void what_is_no_backup_is_never_replaced(Standing standing) throws Exception {
    Files.createDirectories(target.getParent());
    standing.make(target);
    List<String> names = names(target.getParent());
    Object before = Files.readAttributes(target, "unix:ino,size,mode", LinkOption.NOFOLLOW_LINKS);
    try (Store store = Stores.open(file)) {
      for (boolean replace : new boolean[] {false, true}) {
        assertThatThrownBy(() -> store.backup(target, replace))
            .isInstanceOfSatisfying(
                Failure.Invalid.class,
                failure -> {
                  assertThat(failure.problems().getFirst().code()).isEqualTo(standing.code);
                  assertThat(failure.problems().getFirst().remedy()).isNotBlank();
                });
      }
    }
    assertThat(Files.readAttributes(target, "unix:ino,size,mode", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(before);
    assertThat(names(target.getParent())).isEqualTo(names);
  }

  @Test
  void an_empty_store_is_no_store_to_back_up() throws Exception {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThatThrownBy(() -> StoreFile.of(file, Stores.host(folder)).backup(target, false))
        .isInstanceOf(Failure.Usage.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void the_next_backup_removes_what_killed_ones_left_and_nothing_else() throws Exception {
    Stores.open(file).close();
    Files.createDirectories(target.getParent());
    Files.createDirectories(file.resolveSibling("backups"));
    List<Path> left =
        List.of(
            target.resolveSibling(".copy.db1234567890.tmp"),
            target.resolveSibling(".copy.db1234567890.tmp-journal"),
            file.resolveSibling(".speckit.db1234567890.tmp"),
            file.resolveSibling(".speckit.db1234567890.tmp-wal"),
            file.resolveSibling(".speckit.db.v1-20261120T100000000Z.backup12345678.tmp"),
            file.resolveSibling("backups").resolve(".speckit-20261120T100000000Z.db123456.tmp"));
    List<Path> others =
        List.of(
            target.resolveSibling(".letter.txt1234567890.tmp"),
            target.resolveSibling("copy.db1234567890.tmp"),
            file.resolveSibling("speckit.db.replaced-20261120T100000000Z"));
    Path young = file.resolveSibling(".speckit.db9999999999.tmp");
    for (List<Path> each : List.of(left, others, List.of(young))) {
      for (Path path : each) {
        Files.write(path, new byte[100]);
        Files.setLastModifiedTime(path, FileTime.from(Stores.NOW.minusSeconds(3700)));
      }
    }
    Files.setLastModifiedTime(young, FileTime.from(Stores.NOW.minusSeconds(60)));
    StoreFile store = StoreFile.of(file, Stores.host(folder));
    store.backup(target, false);
    assertThat(left).noneMatch(Files::exists);
    assertThat(others).allMatch(Files::exists);
    assertThat(young).exists();
    assertThat(store.sweep(Stores.NOW)).isEqualTo(100);
    assertThat(young).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "speckit.db",
        "speckit.db-wal",
        "speckit.db-shm",
        "speckit.db-journal",
        "speckit.db.lock",
        "link",
        "../store/speckit.db"
      })
  void the_store_itself_is_never_the_target(String name) throws Exception {
    try (Store store = Stores.open(file)) {
      StoreUpkeepTest.fill(store, 3);
      Files.createSymbolicLink(file.resolveSibling("link"), file);
      assertThatThrownBy(() -> store.backup(file.resolveSibling(name), true))
          .isInstanceOfSatisfying(
              Failure.Usage.class,
              failure ->
                  assertThat(failure.problems().getFirst().code()).isEqualTo("backup-is-store"));
      assertThat(Stores.count(store, "event")).isEqualTo(3);
    }
  }

  @Test
  void a_folder_in_the_place_of_the_target_is_named() throws Exception {
    Files.createDirectories(target);
    try (Store store = Stores.open(file)) {
      for (boolean replace : new boolean[] {false, true}) {
        assertThatThrownBy(() -> store.backup(target, replace))
            .isInstanceOfSatisfying(
                Failure.Invalid.class,
                failure -> assertThat(failure.exit()).isEqualTo(ExitCode.INVALID));
      }
    }
  }

  @Test
  void a_full_disk_leaves_nothing_of_a_backup_and_the_former_one() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("small"), "1m");
        Store store = Stores.open(file)) {
      Path small = disk.folder().resolve("copy.db");
      store.backup(small, false);
      byte[] former = Files.readAllBytes(small);
      StoreUpkeepTest.fill(store, 500);
      assertThatThrownBy(() -> store.backup(small, true))
          .isInstanceOfSatisfying(
              Failure.Unavailable.class,
              failure -> {
                assertThat(failure.problems().getFirst().code()).isEqualTo("backup-failed");
                assertThat(failure.problems().getFirst().place()).hasToString(small.toString());
              });
      assertThat(Files.readAllBytes(small)).isEqualTo(former);
      assertThat(names(disk.folder())).containsExactly("copy.db");
      assertThat(store.check(Depth.WHOLE)).isEmpty();
    }
  }

  /// Says when it begins, then makes one backup after the other.
  static final class BacksUpForEver {
    public static void main(String[] arguments) throws InterruptedException {
      try (Store store = Stores.open(Path.of(arguments[0]))) {
        System.out.println("ready");
        while (true) {
          store.backup(Path.of(arguments[1]), true);
          System.out.println("done");
        }
      }
    }
  }

  @Test
  void a_killed_backup_leaves_the_former_one_whole() throws Exception {
    try (Store store = Stores.open(file)) {
      StoreUpkeepTest.fill(store, 1000);
    }
    for (int kill = 0; kill < 4; kill++) {
      Process process = Stores.start(BacksUpForEver.class, file, target);
      try (var out = process.inputReader()) {
        assertThat(out.readLine()).isEqualTo("ready");
        assertThat(out.readLine()).isEqualTo("done");
        // A moment that differs from kill to kill, within the next backup.
        long until = System.nanoTime() + kill * 7_000_000L;
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        process.toHandle().destroyForcibly();
      }
      process.waitFor();
      assertThat(Stores.ask(target, "PRAGMA integrity_check")).isEqualTo("ok");
      assertThat(Stores.ask(target, "SELECT count(*) FROM event")).isEqualTo("1000");
    }
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
