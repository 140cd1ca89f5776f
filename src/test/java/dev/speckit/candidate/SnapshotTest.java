package dev.speckit.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotTest {
  @TempDir Path folder;
  private Project project;
  private Path work;

  @BeforeEach
  void begin() throws Exception {
    project = Project.make(folder, "");
    work = project.begin("alice");
  }

  @Test
  void all_that_an_agent_changed_is_one_commit_on_the_base() throws Exception {
    Project.write(work, "src/a.txt", "one\n2\nthree\nfour\n");
    Project.write(work, "src/new file\nwith a line end.txt", "new\n");
    Files.delete(work.resolve("src/b.txt"));
    Candidate taken = project.take("alice");
    assertThat(taken.rejected()).isNull();
    assertThat(taken.files())
        .containsExactly("src/a.txt", "src/b.txt", "src/new file\nwith a line end.txt");
    assertThat(taken.added()).isEqualTo(3);
    assertThat(taken.removed()).isEqualTo(2);
    assertThat(taken.reference()).isEqualTo("refs/speckit/run-1/alice");
    assertThat(project.git("rev-parse", taken.reference())).isEqualTo(taken.commit());
    assertThat(project.git("log", "-1", "--format=%P|%an|%ae|%at|%B", taken.commit()))
        .isEqualTo(
            project.head()
                + "|Ada Byron|ada@example.org|"
                + Project.AT.getEpochSecond()
                + "|Greet\n\nSpec: 1001");
    assertThat(project.git("show", taken.commit() + ":src/a.txt")).isEqualTo("one\n2\nthree\nfour");
  }

  @Test
  void taking_it_twice_gives_the_same_commit() throws Exception {
    Project.write(work, "src/a.txt", "other\n");
    assertThat(project.take("alice")).isEqualTo(project.take("alice"));
  }

  @Test
  void what_was_taken_is_known_when_the_work_tree_is_gone() throws Exception {
    Project.write(work, "src/a.txt", "other\n");
    Candidate taken = project.take("alice");
    assertThat(new Worktrees(project.repository()).remove(project.tree("alice"), taken)).isEmpty();
    assertThat(project.take("alice")).isEqualTo(taken);
    assertThat(project.take("bob").rejected()).isEqualTo("its work tree is gone");
  }

  @Test
  void the_users_index_and_files_stay_as_they_were() throws Exception {
    project.write("staged.txt", "staged");
    project.git("add", "staged.txt");
    Project.write(work, "src/a.txt", "other\n");
    assertThat(project.take("alice").files()).containsExactly("src/a.txt");
    assertThat(project.git("status", "--porcelain")).isEqualTo("A  staged.txt");
  }

  @Test
  void what_the_agent_committed_itself_counts_and_stays_reachable() throws Exception {
    Project.write(work, "src/c.txt", "c\n");
    project.git(work, "add", "-A");
    project.git(work, "commit", "--quiet", "-m", "mine");
    String own = project.git(work, "rev-parse", "HEAD");
    Project.write(work, "src/c.txt", "more\n");
    Candidate taken = project.take("alice");
    assertThat(taken.files()).containsExactly("src/c.txt");
    assertThat(project.git("show", taken.commit() + ":src/c.txt")).isEqualTo("more");
    assertThat(project.git("rev-parse", taken.commit() + "^")).isEqualTo(project.head());
    assertThat(project.git("rev-parse", "refs/speckit/run-1/alice.own")).isEqualTo(own);
  }

  @Test
  void an_agent_that_changed_nothing_leaves_nothing() throws Exception {
    Candidate taken = project.take("alice");
    assertThat(taken.isEmpty()).isTrue();
    assertThat(taken.reference()).isEmpty();
    assertThat(project.git("for-each-ref", "refs/speckit")).isEmpty();
  }

  @Test
  void ignored_files_are_left_out() throws Exception {
    Project.write(work, "build/big.bin", "x".repeat(20_000));
    assertThat(project.take("alice").isEmpty()).isTrue();
  }

  @Test
  void speckits_own_files_are_left_out_and_listed() throws Exception {
    Project.write(work, "specs/1000/epic.md", "# Epic: mine\n");
    Project.write(work, "evidence/x.json", "{}");
    Project.write(work, "speckit.toml", "[checks.test]\ncommand=[\"true\"]\n");
    Project.write(work, "src/a.txt", "other\n");
    Candidate taken = project.take("alice");
    assertThat(taken.files()).containsExactly("src/a.txt");
    assertThat(taken.leftOut())
        .containsExactly("evidence/x.json", "speckit.toml", "specs/1000/epic.md");
    assertThat(project.git("show", taken.commit() + ":specs/1000/epic.md")).isEqualTo("# Epic: x");
  }

  @Test
  void a_folder_of_speckit_that_became_a_link_is_left_out() throws Exception {
    Files.delete(work.resolve("specs/1000/epic.md"));
    Files.delete(work.resolve("specs/1000"));
    Files.delete(work.resolve("specs"));
    Files.createSymbolicLink(work.resolve("specs"), Path.of("/etc"));
    Candidate taken = project.take("alice");
    assertThat(taken.isEmpty()).isTrue();
    assertThat(taken.leftOut()).containsExactly("specs", "specs/1000/epic.md");
  }

  @Test
  void a_file_that_became_a_folder_and_a_folder_that_became_a_link_are_taken() throws Exception {
    Files.delete(work.resolve("src/a.txt"));
    Project.write(work, "src/a.txt/inside", "x\n");
    Files.createSymbolicLink(work.resolve("link"), Path.of("src"));
    Candidate taken = project.take("alice");
    assertThat(taken.rejected()).isNull();
    assertThat(taken.files()).containsExactly("link", "src/a.txt", "src/a.txt/inside");
  }

  @Test
  void above_the_quota_nothing_is_stored_and_the_work_tree_stays() throws Exception {
    Project.write(work, "src/big.txt", "x".repeat(10_001));
    Candidate taken = project.take("alice");
    assertThat(taken.rejected())
        .isEqualTo("its files have 10001 bytes together, more than the 10000 that are kept");
    assertThat(taken.isOnlyInItsWorkTree()).isTrue();
    assertThat(project.git("for-each-ref", "refs/speckit")).isEmpty();
    assertThat(new Worktrees(project.repository()).remove(project.tree("alice"), taken))
        .containsExactly(project.tree("alice"));
    assertThat(work.resolve("src/big.txt")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib", "src"})
  void a_repository_of_the_agents_own_is_rejected(String name) throws Exception {
    Path inner = Files.createDirectories(work.resolve(name));
    project.git(inner, "init", "--quiet");
    Project.write(inner, "x.txt", "x\n");
    Candidate taken = project.take("alice");
    assertThat(taken.rejected()).isEqualTo("it holds a git repository of its own: " + name + "/");
    assertThat(taken.isOnlyInItsWorkTree()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../../../../../../outside", "src/../../x"})
  void a_link_that_leads_out_is_kept_and_rejected(String target) throws Exception {
    Files.createSymbolicLink(work.resolve("link"), Path.of(target));
    Candidate taken = project.take("alice");
    assertThat(taken.rejected())
        .isEqualTo("it holds a symbolic link that leads out of the repository: link");
    assertThat(taken.isOnlyInItsWorkTree()).isFalse();
    assertThat(project.git("cat-file", "-p", taken.commit() + ":link")).isEqualTo(target);
  }

  @Test
  void a_link_that_leads_out_by_way_of_another_is_seen() throws Exception {
    Files.createSymbolicLink(work.resolve("d"), Path.of("."));
    Files.createSymbolicLink(work.resolve("link"), Path.of("d/d/d/../../.."));
    assertThat(project.take("alice").rejected()).endsWith("repository: link");
  }

  @Test
  void a_git_folder_that_the_agent_bent_is_never_asked() throws Exception {
    Path evil = Files.createDirectories(folder.resolve("evil"));
    project.git(evil, "init", "--quiet");
    project.git(evil, "config", "core.fsmonitor", "touch " + folder.resolve("ran") + "; false");
    Files.writeString(work.resolve(".git"), "gitdir: " + evil.resolve(".git") + "\n");
    Project.write(work, "src/a.txt", "other\n");
    assertThat(project.take("alice").files()).containsExactly("src/a.txt");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void filters_and_hooks_of_the_repository_do_not_run() throws Exception {
    String touch = "touch " + folder.resolve("ran") + "; cat";
    project.git("config", "filter.evil.clean", touch);
    project.git("config", "filter.evil.smudge", touch);
    Path hook = Project.write(project.root(), ".git/hooks/post-checkout", "#!/bin/sh\n" + touch);
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    project.write(".gitattributes", "* filter=evil\n");
    project.git("-c", "filter.evil.clean=cat", "add", ".gitattributes");
    project.git("-c", "filter.evil.clean=cat", "commit", "--quiet", "-m", "Bend");
    Path other = project.begin("bob");
    Project.write(other, "src/a.txt", "other\n");
    assertThat(project.take("bob").files()).containsExactly("src/a.txt");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void odd_names_of_runs_and_agents_make_sound_references() throws IOException {
    List<String> names = List.of("a b", "a-b", "a..b", "x.lock", "-", "é", "..");
    assertThat(names.stream().map(name -> References.of("run", name)).distinct()).hasSize(7);
    for (String name : names) {
      assertThat(References.of(name, name))
          .matches("refs/speckit(/[A-Za-z0-9_-]+(\\.[0-9a-f]{8})?){2}");
    }
  }

  @Test
  void without_an_identity_the_commit_is_speckits() throws Exception {
    project.git("config", "--unset", "user.name");
    Project.write(work, "src/a.txt", "other\n");
    assertThat(project.git("log", "-1", "--format=%an", project.take("alice").commit()))
        .isEqualTo("speckit");
  }

  @Test
  void a_workspace_below_the_root_has_its_own_files_below_too() throws Exception {
    Project below = Project.make(folder.resolve("other"), "tools/x");
    Path inside = below.begin("alice");
    assertThat(inside).isEqualTo(below.tree("alice").resolve("tools/x"));
    Project.write(inside, "specs/1000/epic.md", "mine\n");
    Project.write(inside, "src/a.txt", "other\n");
    Project.write(below.tree("alice"), "specs/of-somebody-else.md", "x\n");
    Candidate taken = below.take("alice");
    assertThat(taken.files()).containsExactly("specs/of-somebody-else.md", "tools/x/src/a.txt");
    assertThat(taken.leftOut()).containsExactly("tools/x/specs/1000/epic.md");
  }
}
