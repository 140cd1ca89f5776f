package dev.speckit.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.candidate.Landing.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LandingTest {
  @TempDir Path folder;
  private Project project;
  private String base = "";
  private Candidate taken =
      new Candidate("", "", "", java.util.List.of(), 0, 0, java.util.List.of(), null);

  @BeforeEach
  void begin() throws Exception {
    project = Project.make(folder, "tools/x");
    base = project.head();
    Path work = project.begin("alice");
    Project.write(work, "src/a.txt", "new\n");
    Project.write(work, "src/c.txt", "c\n");
    Files.delete(work.resolve("src/b.txt"));
    taken = project.take("alice");
    assertThat(new Worktrees(project.repository()).remove(project.tree("alice"), taken)).isEmpty();
  }

  @Test
  void the_branch_moves_on_with_index_and_files() throws Exception {
    assertThat(land()).isEqualTo(new Result.Landed("main"));
    assertThat(project.head()).isEqualTo(taken.commit());
    assertThat(project.workspace().resolve("src/a.txt")).hasContent("new\n");
    assertThat(project.workspace().resolve("src/b.txt")).doesNotExist();
    assertThat(project.git("status", "--porcelain")).isEmpty();
    assertThat(project.git("for-each-ref", "refs/speckit/landing")).isEmpty();
  }

  @Test
  void landing_again_is_done_at_once() throws Exception {
    assertThat(land()).isEqualTo(land()).isEqualTo(new Result.Landed("main"));
  }

  @Test
  void changes_elsewhere_stay_untouched() throws Exception {
    project.write("notes.txt", "mine");
    project.write("specs/1000/epic.md", "mine");
    project.write("staged.txt", "staged");
    project.git("add", "tools/x/staged.txt");
    assertThat(land()).isEqualTo(new Result.Landed("main"));
    assertThat(project.git("status", "--porcelain").lines().map(String::strip))
        .containsExactlyInAnyOrder(
            "A  tools/x/staged.txt", "M tools/x/specs/1000/epic.md", "?? tools/x/notes.txt");
  }

  @Test
  void a_touched_file_that_is_changed_is_in_the_way() throws Exception {
    project.write("src/a.txt", "mine");
    refused("a file that it changes is changed here and not committed: src/a.txt");
    assertThat(project.workspace().resolve("src/a.txt")).hasContent("mine");
  }

  @Test
  void an_unknown_file_or_folder_where_it_puts_one_is_in_the_way() throws Exception {
    project.write("src/c.txt/deep", "mine");
    refused("src/c.txt/deep");
    assertThat(project.workspace().resolve("src/c.txt/deep")).hasContent("mine");
  }

  @Test
  void an_ignored_file_where_it_puts_one_is_in_the_way() throws Exception {
    Project.write(project.root(), ".git/info/exclude", "c.txt\n");
    project.write("src/c.txt", "mine");
    refused("git merge failed");
    assertThat(project.workspace().resolve("src/c.txt")).hasContent("mine");
    assertThat(project.git("for-each-ref", "refs/speckit/landing")).isEmpty();
  }

  @Test
  void a_branch_that_moved_is_left_to_a_person_who_may_merge() throws Exception {
    project.write("other.txt", "x");
    project.git("add", "-A");
    project.git("commit", "--quiet", "-m", "Other");
    Result.Refused refused = refused("branch main moved from " + base.substring(0, 12) + " to ");
    assertThat(refused.remedy()).endsWith("git merge refs/speckit/run-1/alice");
    project.git("merge", "--quiet", "-m", "Take it over", taken.reference());
    assertThat(land()).isEqualTo(new Result.Landed("main"));
  }

  @Test
  void without_a_branch_it_is_refused() throws Exception {
    project.git("checkout", "--quiet", "--detach");
    assertThat(refused("no branch is checked out").remedy()).contains("git switch");
  }

  @Test
  void in_the_middle_of_a_merge_it_is_refused() throws Exception {
    Files.writeString(project.root().resolve(".git/MERGE_HEAD"), base + "\n");
    assertThat(refused("git is in the middle of a merge").remedy()).contains("git merge --abort");
  }

  @Test
  void while_another_git_is_at_work_it_is_refused() throws Exception {
    Path lock = Files.createFile(project.root().resolve(".git/index.lock"));
    assertThat(refused("another git is at work").remedy()).endsWith(lock.toString());
  }

  @Test
  void one_that_was_cut_off_half_way_is_done_anew() throws Exception {
    project.git("update-ref", "refs/speckit/landing", taken.commit());
    project.write("src/a.txt", "new\n");
    project.write("src/c.txt", "c\n");
    Files.delete(project.workspace().resolve("src/b.txt"));
    project.write("notes.txt", "mine");
    assertThat(land()).isEqualTo(new Result.Landed("main"));
    assertThat(project.git("status", "--porcelain")).isEqualTo("?? tools/x/notes.txt");
  }

  @Test
  void what_a_person_wrote_after_it_was_cut_off_stays() throws Exception {
    project.git("update-ref", "refs/speckit/landing", taken.commit());
    project.write("src/a.txt", "mine\n");
    project.write("src/c.txt", "c\n");
    refused("src/a.txt");
    assertThat(project.workspace().resolve("src/a.txt")).hasContent("mine\n");
  }

  @Test
  void hooks_of_the_repository_do_not_run() throws Exception {
    Path ran = folder.resolve("ran");
    Path hook =
        Project.write(project.root(), ".git/hooks/post-merge", "#!/bin/sh\ntouch " + ran + "\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    assertThat(land()).isEqualTo(new Result.Landed("main"));
    assertThat(ran).doesNotExist();
  }

  private Result land() throws InterruptedException {
    return new Landing(project.repository()).land(base, taken.commit(), taken.reference());
  }

  private Result.Refused refused(String reason) throws Exception {
    String before = project.head();
    Result.Refused refused = (Result.Refused) land();
    assertThat(refused.reason()).contains(reason);
    assertThat(project.head()).isEqualTo(before);
    return refused;
  }
}
