package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.GitHistory.Commit;
import dev.speckit.host.GitHistory.FileChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path temporary;
  private Path root;
  private Git git;
  private GitHistory history;

  @BeforeEach
  void makeRepository() throws Exception {
    root = Files.createDirectory(temporary.toRealPath().resolve("repository"));
    Map<String, String> environment = new HashMap<>(Map.of("HOME", temporary.toString()));
    environment.put("PATH", System.getenv("PATH"));
    Host host = new Host(InstantSource.system(), new Random(1), environment, root, temporary);
    git = Git.require(host);
    git.init(root);
    history = new GitHistory(git, root);
    run(NOON, "config", "user.name", "Ada");
    run(NOON, "config", "user.email", "ada@example.org");
  }

  @Test
  void before_the_first_commit_there_is_no_history() throws Exception {
    assertThat(history.since(Optional.empty())).isEmpty();
    assertThat(history.find("abcdef1")).isEmpty();
    assertThat(history.textAt("abcdef1", "a.txt")).isEmpty();
  }

  @Test
  void commits_come_oldest_first_with_files_counts_and_trailers() throws Exception {
    write("a.txt", "1\n2\n");
    commit(NOON, "first\n\nSpec: 1001\nSpec: OTHER-7");
    write("a.txt", "1\n3\n4\n");
    write("ä \u0002:odd.txt", "x\n");
    Files.write(root.resolve("bin"), new byte[] {0, 1, 0, 2});
    commit(NOON.plusSeconds(60), "second");
    run(NOON.plusSeconds(90), "commit", "--quiet", "--allow-empty", "-m", "\u0002empty");
    Files.delete(root.resolve("a.txt"));
    commit(NOON.plusSeconds(120), "fourth");

    List<Commit> reachable = history.since(Optional.empty());
    assertThat(reachable).allSatisfy(commit -> assertThat(commit.files()).isEmpty());
    List<Commit> commits = history.named(reachable.stream().map(Commit::hash).toList(), true);

    assertThat(commits)
        .extracting(Commit::subject)
        .containsExactly("first", "second", "\u0002empty", "fourth");
    assertThat(commits.getFirst().specs()).containsExactly("1001", "OTHER-7");
    assertThat(commits.getFirst().written()).isEqualTo(NOON);
    assertThat(commits.getFirst().email()).isEqualTo("ada@example.org");
    assertThat(commits.getFirst().hash()).startsWith(commits.getFirst().shortHash()).hasSize(40);
    assertThat(commits.get(1).files())
        .containsExactlyInAnyOrder(
            new FileChange("a.txt", FileChange.Kind.MODIFIED, 2, 1),
            new FileChange("bin", FileChange.Kind.ADDED, 0, 0),
            new FileChange("ä \u0002:odd.txt", FileChange.Kind.ADDED, 1, 0));
    assertThat(commits.get(2).files()).isEmpty();
    assertThat(commits.getLast().files())
        .containsExactly(new FileChange("a.txt", FileChange.Kind.REMOVED, 0, 3));
    assertThat(history.since(Optional.of(commits.get(1).hash()))).hasSize(2);
  }

  @Test
  void an_amended_commit_is_found_by_its_old_name_and_cannot_be_reached() throws Exception {
    write("a.txt", "1\n");
    commit(NOON, "first");
    String old = git.head(root).orElseThrow();
    run(NOON.plusSeconds(600), "commit", "--quiet", "--amend", "-m", "better");

    Commit reachable = history.since(Optional.empty()).getFirst();

    assertThat(history.lost(List.of(old, reachable.hash()))).containsExactly(old);
    Commit forgotten = history.find(old.substring(0, 7)).orElseThrow();
    assertThat(forgotten.subject()).isEqualTo("first");
    assertThat(forgotten.written()).isEqualTo(reachable.written());
  }

  @Test
  void a_file_is_read_as_it_stood_in_a_commit() throws Exception {
    write("specs/a.md", "one\r\n");
    commit(NOON, "first");
    write("specs/a.md", "two\n");
    assertThat(history.textAt(git.head(root).orElseThrow(), "specs/a.md")).contains("one\r\n");
    assertThat(history.textAt(git.head(root).orElseThrow(), "specs/b.md")).isEmpty();
    assertThat(history.textAt("--help", "specs/a.md")).isEmpty();
  }

  @Test
  void hooks_run_only_where_the_user_trusts_and_get_the_variables() throws Exception {
    Path hook = root.resolve(".git/hooks/post-commit");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\necho \"$MARK\" >>\"" + temporary + "/hook.log\"\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    GitCommitting committing = new GitCommitting(git, root);
    assertThat(committing.hasHooks()).isTrue();
    assertThat(committing.hooks()).isEqualTo(root.resolve(".git/hooks"));

    write("a.txt", "1\n");
    assertThat(committing.commit(request("first", false))).isPresent();
    assertThat(temporary.resolve("hook.log")).doesNotExist();
    write("a.txt", "2\n");
    assertThat(committing.commit(request("# second", true))).isPresent();
    assertThat(temporary.resolve("hook.log")).hasContent("marked");
    assertThat(committing.commit(request("third", true))).isEmpty();
    assertThat(history.find(git.head(root).orElseThrow()).orElseThrow().subject())
        .isEqualTo("# second");
  }

  @Test
  void a_hook_that_refuses_leaves_staged_what_was_staged_before() throws Exception {
    write("a.txt", "1\n");
    commit(NOON, "first");
    Path hook = root.resolve(".git/hooks/pre-commit");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\necho no tests >&2\nexit 1\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    write("a.txt", "2\n");
    write("b.txt", "1\n");
    run(NOON, "add", "b.txt");
    GitCommitting committing = new GitCommitting(git, root);

    assertThatThrownBy(() -> committing.commit(request("second", true)))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("no tests");

    assertThat(git.status(root))
        .containsExactly(new Git.Change(".M", "a.txt"), new Git.Change("A.", "b.txt"));
  }

  @Test
  void a_setting_for_hooks_elsewhere_is_respected() throws Exception {
    run(NOON, "config", "core.hooksPath", "tools/hooks");
    assertThat(new GitCommitting(git, root).hooks()).isEqualTo(root.resolve("tools/hooks"));
  }

  @Test
  void a_merge_under_way_is_noticed() throws Exception {
    write("a.txt", "1\n");
    commit(NOON, "first");
    GitCommitting committing = new GitCommitting(git, root);
    assertThat(committing.inProgress()).isEmpty();
    Files.writeString(root.resolve(".git/MERGE_HEAD"), git.head(root).orElseThrow() + "\n");
    assertThat(committing.inProgress()).contains("merge");
  }

  @Test
  void ignored_paths_are_named() throws Exception {
    write(".gitignore", "*.log\n");
    write("a.log", "x\n");
    write("a.txt", "x\n");
    Path log = root.resolve("a.log");
    Path text = root.resolve("a.txt");
    assertThat(new GitCommitting(git, root).ignored(List.of(log, text))).containsExactly(log);
  }

  private GitCommitting.Request request(String message, boolean trusted) {
    return new GitCommitting.Request(
        List.of(root.resolve("a.txt")), false, message, trusted, Map.of("MARK", "marked"));
  }

  private void write(String name, String text) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void commit(Instant when, String message) throws Exception {
    run(when, "add", "--all");
    run(when, "commit", "--quiet", "-m", message);
  }

  private void run(Instant when, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().put("HOME", temporary.toString());
    if (!List.of(words).contains("--amend")) {
      builder.environment().put("GIT_AUTHOR_DATE", when.toString());
    }
    builder.environment().put("GIT_COMMITTER_DATE", when.toString());
    Process process = builder.inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
