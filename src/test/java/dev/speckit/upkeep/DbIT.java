package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.Refusal;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `db` with the program as users have it.
@Timeout(300)
class DbIT {
  @TempDir Path folder;

  private Path workspace;
  private Path file;
  private Speckit speckit;

  private void makeStore() {
    workspace = Workspaces.createSpecs(folder.resolve("w"));
    file = workspace.resolve(".speckit/speckit.db");
    Workspaces.write(workspace.resolve("speckit.toml"), "[upkeep]\nautomatic = false\n");
    speckit = Speckit.in(workspace, folder.resolve("home"));
    Speckit.Ended run = speckit.run("run", "1001", "--on-question", "defer");
    assertThat(run.exit()).as(run.toString()).isZero();
  }

  private Json.Fields data(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = "--json";
    Speckit.Ended ended = speckit.run(all);
    assertThat(ended.exit()).as(ended.toString()).isZero();
    return ended.data();
  }

  @Test
  void a_store_is_measured_checked_shrunk_copied_and_put_back() {
    makeStore();
    assertThat(data("db", "stats").integer("version")).contains(3L);
    assertThat(data("db", "check").truth("whole")).contains(true);
    assertThat(data("db", "check", "--quick").text("depth")).contains("quick");
    assertThat(data("db", "vacuum").truth("complete")).contains(true);
    assertThat(data("db", "migrate", "--dry-run").truth("changed")).contains(false);
    String backup = data("db", "backup").text("backup").orElseThrow();
    assertThat(backup).startsWith(".speckit/backups/");
    assertThat(data("db", "restore", backup, "--dry-run").truth("dry_run")).contains(true);
    Speckit.Ended restored = speckit.run("db", "restore", backup);
    assertThat(restored.exit()).as(restored.toString()).isZero();
    assertThat(restored.out()).contains("is whole", "What stood there is kept as");
    assertThat(data("runs").items("runs")).hasSize(1);
  }

  @Test
  void what_is_no_backup_is_refused_and_kept() throws Exception {
    makeStore();
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.createDirectory(folder.resolve("directory"));
    assertThat(refused("db backup speckit.toml --force")).isEqualTo("65 not-a-backup");
    assertThat(refused("db backup ../pipe --force")).isEqualTo("65 not-a-file");
    assertThat(refused("db backup ../directory")).isEqualTo("65 folder-not-file");
    assertThat(refused("db backup .speckit/speckit.db --force")).isEqualTo("64 backup-is-store");
    assertThat(refused("db restore ../pipe")).isEqualTo("65 not-a-file");
    assertThat(refused("db restore ../directory")).isEqualTo("65 folder-not-file");
    assertThat(refused("db restore speckit.toml")).isEqualTo("65 backup-not-a-store");
    assertThat(refused("db restore nowhere.db")).isEqualTo("65 backup-missing");
    assertThat(refused("db restore")).isEqualTo("64 no-file");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(speckit.run("db", "backup", "copy.db").exit()).isZero();
    assertThat(refused("db backup copy.db")).isEqualTo("11 file-exists");
    assertThat(speckit.run("db", "backup", "copy.db", "--force").exit()).isZero();
  }

  private String refused(String words) {
    Refusal refusal = Refusal.without(speckit, words.split(" ", -1));
    return refusal.exit() + " " + refusal.code();
  }

  @Test
  void damage_is_told_once_and_in_lines_of_its_own() throws Exception {
    makeStore();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2 / 2048 * 2048));
    Speckit.Ended check = speckit.run("db", "check");
    assertThat(check.exit()).as(check.toString()).isEqualTo(3);
    String told = check.out() + check.err();
    assertThat(told.split("damaged", -1)).as(told).hasSize(2);
    assertThat(told.split("nothing was changed", -1)).as(told).hasSize(2);
    assertThat(told).doesNotContain("\u240a");
  }

  @Test
  void a_folder_and_an_empty_file_in_its_place_are_said() throws Exception {
    workspace = Workspaces.createSpecs(folder.resolve("w"));
    file = workspace.resolve(".speckit/speckit.db");
    speckit = Speckit.in(workspace, folder.resolve("home"));
    Files.createDirectories(file);
    for (String words : new String[] {"stats", "check", "backup"}) {
      assertThat(refused("db " + words)).isEqualTo("65 folder-not-file");
    }
    Files.delete(file);
    Files.createFile(file);
    assertThat(speckit.run("db", "stats").out()).contains("empty file").doesNotContain("backup");
    assertThat(speckit.run("db", "migrate", "--dry-run").out())
        .contains("empty file")
        .doesNotContain("backup");
    assertThat(refused("db backup")).isEqualTo("64 no-store");
  }
}
