package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import dev.speckit.spec.SpecTree;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkIndexTest {
  private static final String CONTEXT =
      """
      # Context: 1001

      **Spec**: [[1000/1001/spec|1001 - Keys]]
      **Status**: implementing

      ## Implementation Timeline

      ### Session 1: 2026-11-20 - Begin
      **Started**: 2026-11-20 09:00
      **Duration**: 1.5 hours
      **Status**: completed
      **Participants**: Ann <ann@example.org>

      #### Implementation
      - Wrote it (10:15)

      ### Session 2: 2026-11-21 - Go on
      **Started**: 2026-11-21 09:00
      **Participants**: Bob <bob@example.org>

      ## Deliverables

      ### Code Changes
      - `src/keys.py` - The keys
      """;

  @TempDir Path folder;
  SpecTree tree;

  @BeforeEach
  void tree() throws Exception {
    write("specs/1000/epic.md", "# Epic: 1000 - Keys\n");
    write("specs/1000/1001/spec.md", "# Spec: 1001 - Keys\n\n**Status**: implementing\n");
    write("specs/1000/1001/context.md", CONTEXT);
    write("src/keys.py", "keys = 1\n");
    tree = SpecTree.open(folder);
  }

  private void write(String path, String text) throws Exception {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void sessions_and_deliverables_are_read_from_the_contexts() {
    WorkIndex index = WorkIndex.read(tree);
    assertThat(index.problems()).isEmpty();
    assertThat(index.sessions())
        .extracting(WorkIndex.Session::number, WorkIndex.Session::open, WorkIndex.Session::minutes)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, false, 90L),
            org.assertj.core.groups.Tuple.tuple(2, true, 0L));
    assertThat(index.sessions().getFirst().lastAt())
        .isAfter(index.sessions().getFirst().startedAt());
    assertThat(index.deliverables())
        .containsExactly(new WorkIndex.Delivered(1001, "src/keys.py", true));
  }

  @Test
  void what_is_new_or_gone_since_the_last_time_is_told_and_the_first_time_nothing()
      throws Exception {
    Host host =
        new Host(
            () -> Instant.parse("2026-11-21T10:00:00Z"), new Random(1), Map.of(), folder, folder);
    try (Store store = Store.open(folder.resolve(".speckit/speckit.db"), host)) {
      assertThat(store.write(Durability.NORMAL, WorkIndex.read(tree)::replace))
          .isEqualTo(WorkIndex.Changes.NONE);
      assertThat(store.write(Durability.NORMAL, WorkIndex.read(tree)::replace))
          .isEqualTo(WorkIndex.Changes.NONE);
      Files.delete(folder.resolve("src/keys.py"));
      write("src/more.py", "more = 1\n");
      write(
          "specs/1000/1001/context.md",
          CONTEXT.replace(
                  "## Deliverables",
                  "### Session 3: 2026-11-21 - More\n"
                      + "**Started**: 2026-11-21 12:00\n\n## Deliverables")
              + "- `src/more.py` - More\n");
      WorkIndex.Changes changes = store.write(Durability.NORMAL, WorkIndex.read(tree)::replace);
      assertThat(changes.sessions()).isEqualTo(1);
      assertThat(changes.delivered()).containsExactly("src/more.py");
      assertThat(changes.gone()).containsExactly("src/keys.py");
    }
  }

  @Test
  void a_context_that_cannot_be_read_is_told_and_hinders_no_other() throws Exception {
    write("specs/1000/1002/spec.md", "# Spec: 1002 - Other\n");
    Path broken = folder.resolve("specs/1000/1002/context.md");
    Files.createDirectories(broken.getParent());
    Files.write(broken, new byte[] {'#', (byte) 0xff, (byte) 0xfe});
    WorkIndex index = WorkIndex.read(tree);
    assertThat(index.problems()).singleElement().asString().contains("1002/context.md");
    assertThat(index.sessions()).hasSize(2);
  }
}
