package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.BadWorkspace;
import dev.speckit.testkit.Refusal;
import dev.speckit.testkit.SmallDisk;
import dev.speckit.testkit.Snapshot;
import dev.speckit.testkit.Speckit;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Links, folders and files where they do not belong, and disks that take nothing.
final class BadPlacesIT {
  @TempDir private Path temporary;
  private BadWorkspace workspace;

  @BeforeEach
  void make() {
    workspace = BadWorkspace.in(temporary);
  }

  @ParameterizedTest
  @CsvSource({
    "specs, list",
    "specs, check",
    "specs, init",
    "specs, 'new epic E'",
    ".speckit, runs",
    ".speckit, 'run 1001'",
    ".speckit, 'new epic E'",
    ".speckit, init",
    "evidence, 'run 1001'",
    "evidence/commands, 'run 1001'",
    "evidence/consensus/1001, 'run 1001'",
    ".speckit/runs, 'run 1001'",
    "speckit.toml, 'run 1001'",
    "speckit.toml, list",
    "speckit.toml, init",
    ".speckit/speckit.db, runs",
    ".speckit/speckit.db, 'show last'",
    ".speckit/speckit.db, 'cancel last'",
    "specs/1000/1001/plan.md, 'run 1001'",
    ".gitignore, init"
  })
  void a_link_out_of_the_workspace_is_refused_and_nothing_outside_is_touched(
      String link, String words) throws Exception {
    if (!Files.exists(workspace.at(link)) && link.endsWith(".md")) {
      workspace.write(link, "# Plan\n");
    } else if (!Files.exists(workspace.at(link)) && !link.equals(".gitignore")) {
      workspace.folderAt(link);
    } else if (link.equals(".gitignore")) {
      workspace.write(link, "target/\n");
    }
    workspace.linkOut(link);
    Map<String, String> outside = Snapshot.of(workspace.outside());
    assertThat(Refusal.of(workspace.speckit(), words.split(" ", -1)).line())
        .isEqualTo("65 outside-link " + link);
    assertThat(Snapshot.of(workspace.outside())).isEqualTo(outside);
  }

  @Test
  void the_folder_of_a_spec_that_is_a_link_out_is_no_spec_and_an_error_of_check() {
    workspace.linkOut("specs/1000/1001");
    assertThat(Refusal.of(workspace.speckit(), "run", "1001").line()).isEqualTo("64 unknown-spec");
    assertThat(Refusal.of(workspace.speckit(), "show", "1001").line()).isEqualTo("64 unknown-spec");
    assertFound("specs/1000/1001", "outside-link");
  }

  @Test
  void a_document_that_is_a_link_out_is_neither_planned_nor_written_to() throws Exception {
    workspace.linkOut(BadWorkspace.SPEC);
    String outside = Files.readString(workspace.outside().resolve("spec.md"));
    assertThat(Refusal.of(workspace.speckit(), "run", "1001").line())
        .isEqualTo("65 outside-link " + BadWorkspace.SPEC);
    assertThat(Refusal.of(workspace.speckit(), "new", "task", "T", "--parent", "1001").line())
        .isEqualTo("65 outside-link " + BadWorkspace.SPEC);
    assertThat(Files.readString(workspace.outside().resolve("spec.md"))).isEqualTo(outside);
    assertFound(BadWorkspace.SPEC, "outside-link");
  }

  @Test
  void links_that_lead_in_circles_are_errors_of_check_and_stop_nothing() throws Exception {
    Files.createSymbolicLink(workspace.at("specs/1000/1003"), Path.of("1003"));
    Files.createSymbolicLink(workspace.at("specs/1000/loop"), Path.of(".."));
    assertFound("specs/1000/1003", "outside-link");
    assertThat(workspace.speckit().run("list").exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "specs/1000/1001/spec.md, 'run 1001'",
    "specs/1000/1001/plan.md, 'run 1001'",
    "specs/1000/1001/tasks.md, 'run 1001'",
    "speckit.toml, 'run 1001'",
    "speckit.toml, trust",
    "speckit.toml, init",
    ".speckit/speckit.db, runs",
    ".speckit/speckit.db, 'run 1001'",
    ".speckit/speckit.db, 'show last'",
    "evidence/commands/1001/spawn_metrics.json, 'run 1001'",
    "evidence/consensus/1001/plan_verdict.json, 'run 1001'"
  })
  void a_folder_where_a_file_belongs_is_refused(String folder, String words) {
    workspace.folderAt(folder);
    Refusal refusal = Refusal.of(workspace.speckit(), words.split(" ", -1));
    assertThat(refusal.exit()).isEqualTo(65);
    assertThat(refusal.code()).isEqualTo("folder-not-file");
    assertThat(refusal.place()).endsWith(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"specs/1000/1001/spec.md", "specs/1000/1001/context.md"})
  void a_folder_where_a_document_belongs_is_an_error_of_check(String folder) {
    workspace.folderAt(folder);
    assertFound(folder, "folder-not-file");
    assertThat(workspace.speckit().run("list").exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "specs, list",
    "specs, check",
    "specs, 'new epic E'",
    "specs, init",
    ".speckit, runs",
    ".speckit, 'run 1001'",
    ".speckit, 'new epic E'",
    ".speckit, 'cancel last'",
    "evidence, 'run 1001'",
    "evidence/commands, 'run 1001'",
    "evidence/consensus/1001, 'run 1001'",
    ".speckit/locks, 'new epic E'"
  })
  void a_file_where_a_folder_belongs_is_refused_and_kept(String file, String words)
      throws Exception {
    if (file.equals("specs")) {
      Files.move(workspace.at("specs"), workspace.outside().resolve("specs"));
    }
    workspace.write(file, "mine\n");
    Refusal refusal = Refusal.of(workspace.speckit(), words.split(" ", -1));
    assertThat(refusal.exit()).isEqualTo(65);
    assertThat(refusal.code()).isEqualTo("file-not-folder");
    assertThat(refusal.place()).endsWith(file);
    assertThat(workspace.at(file)).hasContent("mine\n");
  }

  @Test
  void a_file_where_the_folder_of_a_spec_belongs_is_an_error_of_check() {
    workspace.write("specs/1000/1002", "mine\n");
    assertFound("specs/1000/1002", "file-not-folder");
  }

  @Test
  void a_read_only_disk_is_read_and_refuses_what_writes() {
    try (SmallDisk disk = SmallDisk.mounted(temporary.resolve("disk"), "4m")) {
      BadWorkspace there = BadWorkspace.at(disk.folder(), temporary);
      disk.readOnly();
      for (String reading : new String[] {"list", "check", "show 1001", "runs"}) {
        assertThat(there.speckit().run(reading.split(" ", -1)).exit()).as(reading).isZero();
      }
      for (String writing : new String[] {"run 1001", "new epic E", "init"}) {
        Refusal refusal = Refusal.of(there.speckit(), writing.split(" ", -1));
        assertThat(refusal.exit()).as(writing).isEqualTo(3);
        assertThat(refusal.message()).contains("Read-only file system");
        assertThat(refusal.place()).startsWith(disk.folder().toString());
      }
    }
  }

  @Test
  void a_full_disk_loses_nothing_and_the_same_call_works_when_there_is_room() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(temporary.resolve("disk"), "1m")) {
      BadWorkspace there = BadWorkspace.at(disk.folder(), temporary);
      Path filling = disk.fill();
      String epic = Files.readString(there.at("specs/1000/epic.md"));
      assertThat(there.speckit().run("list").exit()).isZero();
      Refusal run = Refusal.without(there.speckit(), "run", "1001");
      assertThat(run.exit()).isEqualTo(3);
      assertThat(run.remedy()).contains("free some space");
      Refusal feature = Refusal.without(there.speckit(), "new", "feature", "F");
      assertThat(feature.exit()).isEqualTo(3);
      assertThat(feature.message()).contains("No space left");
      assertThat(there.at("specs/1000/epic.md")).hasContent(epic);
      assertThat(Files.readString(there.at(BadWorkspace.SPEC))).isNotEmpty();
      Files.delete(filling);
      Speckit.Ended again = there.speckit().run("new", "feature", "F", "--json");
      assertThat(again.exit()).isZero();
      assertThat(again.data().text("id")).contains("1002");
    }
  }

  @Test
  void wherever_a_disk_gets_full_a_new_spec_is_whole_or_not_there() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(temporary.resolve("disk"), "1m")) {
      BadWorkspace there = BadWorkspace.at(disk.folder(), temporary);
      assertThat(there.speckit().run("init").exit()).isZero();
      Path filling = disk.fill();
      Map<String, String> before = Snapshot.of(there.at("specs"));
      List<Integer> exits = new ArrayList<>();
      while (!exits.contains(0)) {
        exits.add(there.speckit().run("new", "feature", "F").exit());
        if (exits.getLast() != 0) {
          assertThat(Snapshot.of(there.at("specs"))).as("%s", exits).isEqualTo(before);
          try (RandomAccessFile file = new RandomAccessFile(filling.toFile(), "rw")) {
            file.setLength(file.length() - 2048);
          }
        }
      }
      // A page each for the document, the context and the parent anew.
      assertThat(exits).hasSizeGreaterThanOrEqualTo(4).containsOnly(3, 0);
    }
  }

  @Test
  void a_store_that_cannot_grow_says_so_in_one_sentence() {
    try (SmallDisk disk = SmallDisk.mounted(temporary.resolve("disk"), "256k")) {
      BadWorkspace there = BadWorkspace.at(disk.folder(), temporary);
      there.write("filling", new byte[190 << 10]);
      Refusal run = Refusal.without(there.speckit(), "run", "1001");
      assertThat(run.exit()).isEqualTo(3);
      assertThat(run.code()).isEqualTo("store-full");
      assertThat(run.message()).doesNotContain("\n", "SQL State");
    }
  }

  private void assertFound(String place, String code) {
    Map<String, String> before = Snapshot.of(workspace.folder());
    Speckit.Ended checked = workspace.speckit().run("check");
    assertThat(checked.exit()).isEqualTo(2);
    assertThat(checked.out().lines().filter(line -> line.contains(place))).isNotEmpty();
    assertThat(checked.out()).contains(code);
    assertThat(Snapshot.of(workspace.folder())).isEqualTo(before);
  }
}
