package dev.speckit.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeStateTest {
  @TempDir Path folder;
  private Project project;

  @BeforeEach
  void begin() throws Exception {
    project = Project.make(folder, "tools/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"specs/1000/epic.md", "speckit.toml", ".speckit/x", "evidence/x", "build/x"})
  void speckits_own_and_ignored_files_do_not_count(String name) throws Exception {
    String before = state();
    project.write(name, "changed");
    assertThat(state()).isEqualTo(before);
    assertThat(Dirt.of(project.repository())).isEmpty();
    project.git("add", "-A");
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"src/a.txt", "new.txt", "specs-of-mine.txt"})
  void every_other_file_counts_whether_it_is_staged_committed_or_not(String name) throws Exception {
    String before = state();
    project.write(name, "changed");
    String after = state();
    assertThat(after).isNotEqualTo(before);
    assertThat(Dirt.of(project.repository())).containsExactly("tools/x/" + name);
    project.git("add", "-A");
    assertThat(state()).isEqualTo(after);
    project.git("commit", "--quiet", "-m", "More");
    assertThat(state()).isEqualTo(after);
    assertThat(Dirt.of(project.repository())).isEmpty();
  }

  @Test
  void a_deleted_file_counts() throws Exception {
    String before = state();
    Files.delete(project.workspace().resolve("src/b.txt"));
    assertThat(state()).isNotEqualTo(before);
    assertThat(Dirt.of(project.repository())).containsExactly("tools/x/src/b.txt");
  }

  @Test
  void specs_of_another_workspace_count() throws Exception {
    Project.write(project.root(), "specs/x.md", "x");
    assertThat(Dirt.of(project.repository())).containsExactly("specs/x.md");
  }

  @Test
  void in_the_middle_of_a_conflict_there_is_a_state_too() throws Exception {
    project.git("checkout", "--quiet", "-b", "side");
    project.write("src/a.txt", "side\n");
    project.git("commit", "--quiet", "-am", "Side");
    project.git("checkout", "--quiet", "main");
    project.write("src/a.txt", "main\n");
    project.git("commit", "--quiet", "-am", "Main");
    Process merge =
        new ProcessBuilder("git", "merge", "side")
            .directory(project.root().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(merge.waitFor()).isEqualTo(1);
    assertThat(state()).hasSize(40);
    assertThat(Dirt.of(project.repository())).containsExactly("tools/x/src/a.txt");
  }

  @Test
  void nothing_is_left_in_the_repository() throws Exception {
    project.write("src/a.txt", "a text that nobody keeps");
    String blob = project.git("hash-object", "tools/x/src/a.txt");
    assertThat(state()).isNotEmpty();
    assertThat(project.git("count-objects", "-v")).contains("garbage: 0");
    assertThat(
            project
                .root()
                .resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2)))
        .doesNotExist();
    try (var files = Files.list(project.root().resolve(".git"))) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith("speckit-"));
    }
    assertThat(project.git("status", "--porcelain")).isEqualTo("M tools/x/src/a.txt");
  }

  @Test
  void work_trees_of_agents_do_not_count_where_nobody_ignores_them() throws Exception {
    project.write(".gitignore", "build/\n");
    String before = state();
    Path work = project.begin("alice");
    Project.write(work, "src/a.txt", "work");
    assertThat(state()).isEqualTo(before);
    assertThat(Dirt.of(project.repository())).containsExactly("tools/x/.gitignore");
  }

  private String state() throws InterruptedException {
    return TreeState.of(project.repository());
  }
}
