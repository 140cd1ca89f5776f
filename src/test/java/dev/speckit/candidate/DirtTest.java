package dev.speckit.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirtTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "tools/x"})
  void what_speckit_writes_itself_is_nobodys_change(String inside) throws Exception {
    Project project = Project.make(folder, inside);
    project.write("specs/1000/epic.md", "# Epic: y\n");
    project.write("specs/1000/1001/plan.md", "# Plan\n");
    project.write("evidence/consensus/1001/plan_verdict.json", "{}");
    project.write(".speckit/runs/r/manifest.json", "{}");
    project.write("speckit.toml", "[retry]\n");
    project.write("build/out.txt", "ignored");
    assertThat(Dirt.of(project.repository())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tools/x"})
  void what_a_person_changed_is_listed(String inside) throws Exception {
    Project project = Project.make(folder, inside);
    project.write("src/a.txt", "mine\n");
    project.write("notes.txt", "mine");
    Project.write(project.root(), "specs-of-another/a.md", "mine");
    String start = inside.isEmpty() ? "" : inside + "/";
    assertThat(Dirt.of(project.repository()))
        .contains(start + "notes.txt", start + "src/a.txt")
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "'', top.txt, top.txt",
    "tools/x, top.txt, ../../top.txt",
    "tools/x, tools/y/a.txt, ../y/a.txt",
    "tools/x, tools/x/a/b.txt, a/b.txt",
    "tools/x, tools/x, .. /x",
    "tools/x, tools/, ../",
    "tools/x, tools/xy, ../xy",
  })
  void a_file_is_named_as_it_is_typed_in_the_workspace(String inside, String path, String named)
      throws Exception {
    assertThat(Project.make(folder, inside).repository().named(path))
        .isEqualTo(named.replace(" ", ""));
  }
}
