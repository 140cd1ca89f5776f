package dev.speckit.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorktreesTest {
  @TempDir Path folder;
  private Project project;
  private Worktrees worktrees;

  @BeforeEach
  void begin() throws Exception {
    project = Project.make(folder, "");
    worktrees = new Worktrees(project.repository());
  }

  @Test
  void a_work_tree_holds_the_base_is_locked_and_is_listed() throws Exception {
    Path work = project.begin("alice");
    assertThat(work.resolve("src/a.txt")).hasContent("one\ntwo\nthree\n");
    assertThat(project.git("worktree", "list", "--porcelain"))
        .contains("detached\nlocked speckit run run-1");
    assertThat(worktrees.of("run-1")).containsExactly(project.tree("alice"));
    assertThat(worktrees.of("run-2")).isEmpty();
  }

  @Test
  void making_it_again_changes_nothing_in_it() throws Exception {
    Path work = project.begin("alice");
    Project.write(work, "src/a.txt", "work\n");
    assertThat(project.begin("alice")).isEqualTo(work);
    assertThat(work.resolve("src/a.txt")).hasContent("work\n");
  }

  @Test
  void one_that_a_killed_speckit_did_not_finish_is_made_anew() throws Exception {
    project.git(
        "worktree",
        "add",
        "--detach",
        "--no-checkout",
        "--lock",
        "--reason",
        "speckit has not finished making it: speckit run run-1",
        project.tree("alice").toString());
    assertThat(worktrees.of("run-1")).hasSize(1);
    Path work = project.begin("alice");
    assertThat(work.resolve("src/a.txt")).exists();
    assertThat(project.git("worktree", "list", "--porcelain")).doesNotContain("not finished");
  }

  @Test
  void one_whose_folder_is_gone_is_made_anew() throws Exception {
    Path work = project.begin("alice");
    project.git("worktree", "unlock", work.toString());
    try (var files = Files.walk(work)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
    }
    assertThat(project.begin("alice").resolve("src/a.txt")).exists();
  }

  @Test
  void what_somebody_put_there_is_never_removed() throws Exception {
    Path file = Project.write(project.tree("alice"), "mine.txt", "mine");
    assertThatThrownBy(() -> project.begin("alice"))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure -> assertThat(failure.problems().getFirst().remedy()).contains("move it away"));
    assertThat(file).hasContent("mine");
  }

  @Test
  void a_taken_one_is_removed_and_links_in_it_are_not_followed() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept.txt"), "kept");
    Path work = project.begin("alice");
    Files.createSymbolicLink(work.resolve("build"), outside);
    Project.write(work, "src/a.txt", "work\n");
    Candidate taken = project.take("alice");
    assertThat(worktrees.remove(project.tree("alice"), taken)).isEmpty();
    assertThat(project.tree("alice")).doesNotExist();
    assertThat(outside.resolve("kept.txt")).hasContent("kept");
    assertThat(project.git("worktree", "list")).doesNotContain("alice");
    assertThat(worktrees.remove(project.tree("alice"), taken)).isEmpty();
  }

  @Test
  void one_whose_commit_is_not_kept_stays() throws Exception {
    Path work = project.begin("alice");
    Project.write(work, "src/a.txt", "work\n");
    Candidate taken = project.take("alice");
    project.git("update-ref", "-d", taken.reference());
    assertThat(worktrees.remove(project.tree("alice"), taken)).isNotEmpty();
    assertThat(work.resolve("src/a.txt")).hasContent("work\n");
  }

  @Test
  void one_that_only_checks_ran_in_is_removed_also_without_its_git_file() throws Exception {
    Path work = project.begin("base");
    Files.delete(work.resolve(".git"));
    assertThat(worktrees.removeUnused(work)).isEmpty();
    assertThat(worktrees.of("run-1")).isEmpty();
  }

  @Test
  void a_folder_that_is_no_work_tree_is_not_removed() throws Exception {
    Path file = Project.write(project.tree("alice"), "mine.txt", "mine");
    assertThat(worktrees.removeUnused(project.tree("alice"))).isEmpty();
    assertThat(file).exists();
  }

  @Test
  void it_works_from_a_further_work_tree_of_the_users() throws Exception {
    Path second = folder.toRealPath().resolve("second");
    project.git("worktree", "add", "--quiet", "-b", "second", second.toString());
    Project there = new Project(second, second, project.host());
    Path work = there.begin("alice");
    Project.write(work, "src/a.txt", "work\n");
    assertThat(there.take("alice").files()).containsExactly("src/a.txt");
    assertThat(TreeState.of(there.repository())).isEqualTo(TreeState.of(project.repository()));
  }

  @Test
  void outside_of_a_repository_and_before_a_commit_the_remedy_is_named() throws Exception {
    Path bare = Files.createDirectories(folder.resolve("bare"));
    assertThatThrownBy(() -> Repository.around(project.host(), bare))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("no git repository");
    project.git(bare, "init", "--quiet");
    assertThatThrownBy(() -> Repository.around(project.host(), bare))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("no commit");
  }
}
