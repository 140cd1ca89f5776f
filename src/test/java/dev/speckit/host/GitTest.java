package dev.speckit.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {
  private static final Git.Identity ADA = new Git.Identity("Ada Byron", "ada@example.org");

  @TempDir Path temporary;
  private Path root;
  private Git git;

  @BeforeEach
  void makeRepository() throws Exception {
    root = Files.createDirectory(temporary.toRealPath().resolve("repository"));
    git = Git.require(host(Map.of()));
    git.init(root);
  }

  @Test
  void the_version_is_the_number_only() throws Exception {
    assertThat(git.version().orElseThrow()).matches("\\d+\\.\\d+.*").doesNotContain("git");
  }

  @Test
  void without_git_on_the_path_the_failure_names_the_remedy() {
    Host bare = host(Map.of("PATH", temporary.toString()));
    assertThat(Git.find(bare)).isEmpty();
    assertThatThrownBy(() -> Git.require(bare))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure -> assertThat(failure.problems().getFirst().remedy()).contains("install git"));
  }

  @Test
  void a_git_in_the_working_directory_is_not_found_through_an_empty_path_entry() throws Exception {
    script(root.resolve("git"), "echo evil");
    assertThat(Git.find(host(Map.of("PATH", ":.:relative")))).isEmpty();
  }

  @Test
  void the_root_is_found_from_a_folder_below() throws Exception {
    Path below = Files.createDirectories(root.resolve("specs/1000"));
    assertThat(git.root(below)).contains(root);
  }

  @Test
  void outside_of_a_repository_there_is_no_root() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    assertThat(git.root(outside)).isEmpty();
  }

  @Test
  void a_repository_that_claims_a_work_tree_elsewhere_has_no_root() throws Exception {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    configure("[core]\n\tworktree = " + elsewhere + "\n");
    assertThat(git.root(root)).isEmpty();
  }

  @Test
  void before_the_first_commit_there_is_no_head() throws Exception {
    assertThat(git.head(root)).isEmpty();
  }

  @Test
  void a_commit_takes_the_named_paths_only() throws Exception {
    write("specs/a.md", "a");
    write("other.txt", "other");
    Optional<String> commit = git.commit(root, List.of(Path.of("specs/a.md")), "Add a", by());
    assertThat(commit).isEqualTo(git.head(root)).isPresent();
    assertThat(git.status(root)).containsExactly(new Git.Change("??", "other.txt"));
  }

  @Test
  void what_is_staged_besides_stays_staged() throws Exception {
    write("first.txt", "first");
    assertThat(git.commit(root, List.of(root.resolve("first.txt")), "Start", by())).isPresent();
    write("staged.txt", "staged");
    run("add", "staged.txt");
    write("named.txt", "named");
    assertThat(git.commit(root, List.of(Path.of("named.txt")), "Add named", by())).isPresent();
    assertThat(git.status(root)).containsExactly(new Git.Change("A.", "staged.txt"));
  }

  @Test
  void a_commit_of_unchanged_files_is_none() throws Exception {
    write("a.txt", "a");
    assertThat(git.commit(root, List.of(Path.of("a.txt")), "Add a", by())).isPresent();
    assertThat(git.commit(root, List.of(Path.of("a.txt")), "Again", by())).isEmpty();
  }

  @Test
  void a_name_that_looks_like_a_pattern_or_an_option_is_only_a_name() throws Exception {
    write("*.md", "star");
    write("-x.md", "dash");
    write("plain.md", "plain");
    List<Path> paths = List.of(Path.of("*.md"), Path.of("-x.md"));
    assertThat(git.commit(root, paths, "Add odd names", by())).isPresent();
    assertThat(git.status(root)).containsExactly(new Git.Change("??", "plain.md"));
  }

  @Test
  void a_path_outside_of_the_repository_is_refused() {
    assertThatThrownBy(() -> git.commit(root, List.of(Path.of("../x")), "No", by()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void without_an_identity_there_is_none_and_a_commit_says_why() throws Exception {
    assertThat(git.identity(root)).isEmpty();
    write("a.txt", "a");
    assertThatThrownBy(() -> git.commit(root, List.of(Path.of("a.txt")), "A", Optional.empty()))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("git commit failed");
  }

  @Test
  void the_identity_is_read_from_the_settings() throws Exception {
    configure("[user]\n\tname = Ada Byron\n\temail = ada@example.org\n");
    assertThat(git.identity(root)).contains(ADA);
  }

  @Test
  void status_gives_odd_names_as_they_are() throws Exception {
    write("with blank.md", "1");
    write("ümlaut\nline.md", "2");
    assertThat(git.status(root))
        .extracting(Git.Change::path)
        .containsExactlyInAnyOrder("with blank.md", "ümlaut\nline.md");
  }

  @Test
  void status_tells_a_conflict() {
    String oid = "0".repeat(40);
    String line = "u UU N... 100644 100644 100644 100644 " + String.join(" ", oid, oid, oid);
    assertThat(Git.parseStatus(line + " specs/a b.md\0"))
        .containsExactly(new Git.Change("UU", "specs/a b.md"));
  }

  @Test
  void files_of_other_branches_are_seen() throws Exception {
    write("specs/1000/epic.md", "epic");
    write("elsewhere.txt", "x");
    assertThat(git.commit(root, List.of(Path.of("specs/1000/epic.md")), "Epic", by())).isPresent();
    run("checkout", "-q", "-b", "other");
    write("specs/1000/1007/spec.md", "seven");
    assertThat(git.commit(root, List.of(Path.of("specs/1000/1007/spec.md")), "Seven", by()))
        .isPresent();
    run("checkout", "-q", "-");
    assertThat(git.filesOnBranches(root, "specs/"))
        .containsExactlyInAnyOrder("specs/1000/epic.md", "specs/1000/1007/spec.md");
  }

  @Test
  void a_repository_without_a_commit_has_no_files_on_branches() throws Exception {
    assertThat(git.filesOnBranches(root, "specs/")).isEmpty();
  }

  @Test
  void settings_of_the_repository_start_no_program() throws Exception {
    Path mark = temporary.resolve("mark");
    Path evil = script(temporary.resolve("evil"), "echo \"$0 $*\" >> '" + mark + "'; cat");
    write("a.md", "a");
    assertThat(git.commit(root, List.of(Path.of("a.md")), "Start", by())).isPresent();
    Path hooks = Files.createDirectories(root.resolve(".git/hooks"));
    for (String hook : List.of("pre-commit", "post-commit", "commit-msg", "post-index-change")) {
      script(hooks.resolve(hook), "touch '" + mark + "'");
    }
    Path included = temporary.resolve("included");
    Files.writeString(included, "[filter \"two\"]\n\tprocess = " + evil + "\n\trequired = true\n");
    configure(
        """
        [core]
        \tfsmonitor = %1$s
        \thooksPath = %2$s
        \tpager = %1$s
        \teditor = %1$s
        [commit]
        \tgpgSign = true
        [gpg]
        \tprogram = %1$s
        [diff]
        \texternal = %1$s
        [filter "one"]
        \tclean = %1$s
        \tsmudge = %1$s
        \trequired = true
        [include]
        \tpath = %3$s
        """
            .formatted(evil, hooks, included));
    write(".gitattributes", "*.md filter=one\n*.txt filter=two\n");
    write("a.md", "b");
    write("b.txt", "b");

    assertThat(git.root(root)).contains(root);
    assertThat(git.status(root)).hasSize(3);
    assertThat(git.commit(root, List.of(Path.of("a.md"), Path.of("b.txt")), "Go", by()))
        .isPresent();
    assertThat(git.status(root)).hasSize(1);
    write("b.txt", "c");
    assertThat(new GitTree(git, root).present(root)).contains("a.md", "b.txt");
    assertThat(git.filesOnBranches(root, ".")).contains("a.md");
    assertThat(mark).doesNotExist();
  }

  @Test
  void the_filter_of_the_test_above_would_start_if_git_were_called_plainly() throws Exception {
    Path mark = temporary.resolve("mark");
    Path evil = script(temporary.resolve("evil"), "touch '" + mark + "'; cat");
    configure("[filter \"one\"]\n\tclean = " + evil + "\n");
    write(".gitattributes", "*.md filter=one\n");
    write("a.md", "a");
    run("add", "a.md");
    assertThat(mark).exists();
  }

  @Test
  void a_filter_name_that_cannot_be_put_out_of_action_is_refused() throws Exception {
    configure("[filter \"a=b\"]\n\tclean = cat\n");
    assertThatThrownBy(() -> git.status(root))
        .isInstanceOf(Failure.Invalid.class)
        .hasMessageContaining("'='");
  }

  @Test
  void variables_of_a_surrounding_git_do_not_lead_elsewhere() throws Exception {
    Path other = Files.createDirectory(temporary.resolve("other"));
    git.init(other);
    Git inside = Git.require(host(Map.of("GIT_DIR", other.resolve(".git").toString())));
    assertThat(inside.root(root)).contains(root);
  }

  @Test
  void broken_settings_are_a_failure_with_gits_own_reason() throws Exception {
    configure("[core\n");
    assertThatThrownBy(() -> git.status(root))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("bad config");
  }

  private static Optional<Git.Identity> by() {
    return Optional.of(ADA);
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void configure(String text) throws IOException {
    Path config = root.resolve(".git/config");
    Files.writeString(config, Files.readString(config) + text);
  }

  private static Path script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private void run(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("git");
    builder.command().addAll(List.of(words));
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.directory(root.toFile()).redirectErrorStream(true);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
  }

  private Host host(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", temporary.toString());
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CEILING_DIRECTORIES", temporary.toString());
    environment.putAll(more);
    return new Host(InstantSource.system(), new Random(1), environment, temporary, temporary);
  }
}
