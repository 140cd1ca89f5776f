package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Disk;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `evidence` as users call it.
class EvidenceIT {
  @TempDir Path folder;
  private Path workspace;
  private Speckit speckit;

  @BeforeEach
  void make() {
    workspace = Workspaces.createSpecs(folder.resolve("w"));
    speckit = Speckit.in(workspace, folder.resolve("home"));
  }

  @Test
  void runs_are_archived_verified_and_restored() throws Exception {
    assertThat(speckit.run("run", "1001", "--to", "plan", "--on-question", "defer").exit())
        .isZero();
    Path runs = workspace.resolve(".speckit/runs");
    String run = Disk.list(runs).getFirst().getFileName().toString();
    Map<String, String> before = Attic.files(runs);
    assertThat(speckit.run("evidence", "verify").exit()).isZero();
    assertThat(speckit.run("evidence", "archive", "1001", "--json").data().objects("done"))
        .as("the files in evidence/ go when asked for; the last run stays")
        .extracting(step -> step.text("what").orElse(""))
        .containsExactly("spec-1001");
    assertThat(speckit.run("evidence", "archive", run).exit()).isZero();
    assertThat(Attic.files(runs)).isEmpty();
    assertThat(speckit.run("evidence", "verify").exit()).isZero();
    assertThat(speckit.run("evidence", "restore", run).exit()).isZero();
    assertThat(Attic.files(runs)).isEqualTo(before);
    Path archive =
        Attic.files(workspace.resolve(".speckit/archives")).keySet().stream()
            .filter(name -> name.contains("run-"))
            .map(workspace.resolve(".speckit/archives")::resolve)
            .findFirst()
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 4;
    Files.write(archive, bytes);
    assertThat(speckit.run("evidence", "verify").exit()).isEqualTo(2);
    assertThat(speckit.run("evidence", "restore", run).exit()).isEqualTo(65);
    assertThat(speckit.run("evidence", "restore", "nothing").exit()).isEqualTo(64);
    assertThat(speckit.run("evidence", "purge", "--older-than", "3").exit()).isEqualTo(64);
  }

  @Test
  void no_run_begins_above_the_limit() throws Exception {
    Path file = workspace.resolve("evidence/commands/1001/large.json");
    Files.createDirectories(file.getParent());
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((50L << 20) + 1);
    }
    Speckit.Ended ended = speckit.run("run", "1001");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err() + ended.out()).contains("speckit evidence archive 1001");
    assertThat(speckit.run("evidence", "stats").exit()).isZero();
    assertThat(speckit.run("evidence", "archive", "1001").exit()).isZero();
    assertThat(file).doesNotExist();
    Speckit.Ended again = speckit.run("run", "1001", "--to", "plan", "--on-question", "defer");
    assertThat(again.exit()).as("the advice helps").isZero();
  }

  @Test
  void a_name_beyond_ascii_is_told_where_the_locale_has_none() throws Exception {
    Path file = workspace.resolve(".speckit/runs/stranger/ü.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    Speckit plain = speckit.with("LANG", "C").with("LC_ALL", "C");
    Speckit.Ended ended = plain.run("evidence", "clean");
    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).contains("LC_ALL=C.UTF-8");
    assertThat(speckit.run("evidence", "archive", "stranger").exit()).isZero();
    assertThat(file).doesNotExist();
    Speckit.Ended named = plain.run("evidence", "restore", "stranger");
    assertThat(named.exit()).isEqualTo(65);
    assertThat(named.err()).contains("LC_ALL=C.UTF-8");
    assertThat(speckit.run("evidence", "restore", "stranger").exit()).isZero();
    assertThat(file).hasContent("x");
  }
}
