package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Branches of people who work on the same specs at the same time, merged by git itself, in a
/// workspace that is a folder of a larger repository.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MergeDriverIT {
  private static final String FOLDER = "a folder's \"name\"";
  private static final String CONTEXT = "specs/1000/1001/context.md";

  @TempDir Path temporary;
  private Path repository;
  private Path folder;
  private Speckit speckit;

  @BeforeEach
  void prepare() throws Exception {
    repository = Files.createDirectory(temporary.toRealPath().resolve("repository"));
    folder = Files.createDirectory(repository.resolve(FOLDER));
    speckit = Speckit.in(folder, Files.createDirectory(temporary.resolve("home")));
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Ada Lovelace");
    git("config", "user.email", "ada@example.org");
    git("config", "commit.gpgSign", "false");
    ok("init");
    ok("new", "epic", "Foundation Infrastructure", "--id", "1000");
    ok("new", "feature", "Cold Storage", "--id", "1001");
    save("Start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"merge", "merge-other-way", "rebase", "cherry-pick"})
  void a_session_on_each_branch_gives_both_in_the_order_in_which_they_were_started(String way)
      throws Exception {
    session("ada", "Ada's part");
    session("bob", "Bob's part");
    git("checkout", "--quiet", way.equals("merge-other-way") ? "bob" : "ada");
    switch (way) {
      case "merge" -> git("merge", "--quiet", "--no-edit", "bob");
      case "merge-other-way" -> git("merge", "--quiet", "--no-edit", "ada");
      case "rebase" -> git("rebase", "--quiet", "bob");
      default -> git("cherry-pick", "bob~1", "bob");
    }
    assertThat(git("status", "--porcelain")).isEmpty();
    assertThat(sessions(folder)).hasSize(2).doesNotHaveDuplicates();
    assertThat(sessions(folder).getFirst()).startsWith("### Session 1: ");
    assertThat(sessions(folder).getLast()).startsWith("### Session 2: ");
    assertThat(context())
        .contains("Ada's part", "Bob's part", "- **Total Sessions**: 2\n")
        .contains("- **Lines of Code**: +2, -0\n", "- **Files Created**: 2\n");
    assertThat(ok("check", "--json").json().toString()).doesNotContain("conflict");
    ok("work", "1001", "note", "Goes on");
    assertThat(sessions(folder)).hasSize(3);
  }

  @Test
  void git_refuses_an_octopus_and_merges_three_branches_one_after_another() throws Exception {
    session("ada", "One");
    session("bob", "Two");
    session("eve", "Three");
    git("checkout", "--quiet", "main");
    String before = context();
    assertThat(run(repository, "git", "merge", "--no-edit", "ada", "bob", "eve")).isNotZero();
    git("reset", "--quiet", "--hard", "HEAD");
    assertThat(context()).isEqualTo(before);
    for (String branch : List.of("eve", "ada", "bob")) {
      git("merge", "--quiet", "--no-edit", branch);
    }
    assertThat(sessions(folder)).hasSize(3);
    assertThat(sessions(folder).stream().map(line -> line.substring(0, 14)))
        .containsExactly("### Session 1:", "### Session 2:", "### Session 3:");
    assertThat(context()).contains("One", "Two", "Three");
  }

  @Test
  void two_features_of_one_epic_are_both_listed() throws Exception {
    git("checkout", "--quiet", "-b", "ada", "main");
    ok("new", "feature", "Hot Storage", "--id", "1002");
    save("Hot");
    git("checkout", "--quiet", "-b", "bob", "main");
    ok("new", "feature", "Warm Storage", "--id", "1003");
    save("Warm");
    Path other = temporary.toRealPath().resolve("other tree");
    git("worktree", "add", "--quiet", other.toString(), "ada");
    gitIn(other, "merge", "--quiet", "--no-edit", "bob");
    assertThat(Workspaces.read(other.resolve(FOLDER).resolve("specs/1000/epic.md")))
        .contains("- [[1001/spec|Cold Storage]]\n- [[1002/spec|Hot Storage]]\n")
        .contains("- [[1003/spec|Warm Storage]]\n")
        .doesNotContain("<<<<<<<");
  }

  @Test
  void a_conflict_in_what_people_wrote_is_marked_in_the_style_that_git_is_set_to()
      throws Exception {
    git("config", "merge.conflictStyle", "diff3");
    write(CONTEXT, context() + "\n## Own words\nBefore\n");
    save("Own words");
    session("ada", "One");
    write(CONTEXT, context().replace("Before", "Ada wrote"));
    save("Ada's words");
    session("bob", "Two");
    write(CONTEXT, context().replace("Before", "Bob wrote"));
    save("Bob's words");
    assertThat(run(repository, "git", "merge", "--no-edit", "ada")).isNotZero();
    assertThat(git("status", "--porcelain")).contains("UU ");
    assertThat(context())
        .contains(
            "<<<<<<< ours\nBob wrote\n||||||| base\nBefore\n=======\nAda wrote\n>>>>>>> theirs\n");
    assertThat(sessions(folder)).hasSize(2);
    assertThat(context()).contains("- **Total Sessions**: 2\n", "- **Lines of Code**: +2, -0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unset", "/nowhere/speckit", "kill -9 $$ ;", "exit 70;"})
  void without_a_driver_that_answers_git_merges_as_it_does_without_it(String how) throws Exception {
    session("ada", "One");
    session("bob", "Two");
    String ours = context();
    if (how.equals("unset")) {
      ok("hook", "remove");
    } else {
      String driver = git("config", "merge.speckit.driver").strip();
      String broken = how.endsWith(";") ? "sh -c '" + how + "' #" : how;
      int words = driver.indexOf(" merge-driver ");
      String call = how.endsWith(";") ? "sh -c '" + how + "'" : broken;
      git("config", "merge.speckit.driver", call + driver.substring(words));
    }
    assertThat(run(repository, "git", "merge", "--no-edit", "ada")).isNotZero();
    assertThat(git("status", "--porcelain")).contains("UU ");
    assertThat(context()).contains("One", "Two", "<<<<<<<", ">>>>>>>");
    git("checkout", "--quiet", "--ours", "--", FOLDER + "/" + CONTEXT);
    assertThat(context()).isEqualTo(ours);
  }

  @Test
  void the_setting_is_made_once_told_of_and_taken_away() throws Exception {
    String driver = git("config", "merge.speckit.driver");
    ok("init");
    ok("hook", "install");
    assertThat(git("config", "--get-all", "merge.speckit.driver")).isEqualTo(driver);
    assertThat(state("status")).isEqualTo("set");
    assertThat(state("remove")).isEqualTo("not set");
    assertThat(run(repository, "git", "config", "--get-regexp", "merge\\.speckit")).isNotZero();
    assertThat(ok("doctor", "--json").data().toString()).contains("merge driver");
    git("config", "merge.speckit.driver", "mine %A");
    assertThat(state("install")).isEqualTo("set to another program");
    assertThat(state("remove")).isEqualTo("set to another program");
    assertThat(git("config", "merge.speckit.driver")).isEqualTo("mine %A\n");
    String attributes = Workspaces.read(folder.resolve(".gitattributes"));
    ok("init");
    assertThat(Workspaces.read(folder.resolve(".gitattributes"))).isEqualTo(attributes);
  }

  private String state(String what) {
    return ok("hook", what, "--json").data().text("merge_driver").orElseThrow();
  }

  /// A branch off main with one session, from its plan to its end.
  private void session(String branch, String words) throws Exception {
    git("checkout", "--quiet", "-b", branch, "main");
    ok("work", "1001", "plan", words);
    write(branch + ".txt", words + "\n");
    git("add", FOLDER + "/" + branch + ".txt");
    git("commit", "--quiet", "-m", words);
    ok("work", "1001", "done");
    save("Session of " + branch);
  }

  private void save(String message) throws Exception {
    git("add", "--all");
    git("commit", "--quiet", "-m", message);
  }

  private void write(String name, String text) {
    Workspaces.write(folder.resolve(name), text);
  }

  private String context() {
    return Workspaces.read(folder.resolve(CONTEXT));
  }

  private static List<String> sessions(Path workspace) {
    return Workspaces.read(workspace.resolve(CONTEXT))
        .lines()
        .filter(line -> line.startsWith("### Session "))
        .toList();
  }

  private Speckit.Ended ok(String... words) {
    Speckit.Ended ended = speckit.run(words);
    assertThat(ended.exit()).as(Arrays.toString(words) + ended).isZero();
    return ended;
  }

  private String git(String... words) throws Exception {
    return gitIn(repository, words);
  }

  private String gitIn(Path where, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    Path out = Files.createTempFile(temporary, "git-", ".out");
    Process process =
        builder(where, command).redirectOutput(out.toFile()).redirectErrorStream(true).start();
    assertThat(process.waitFor()).as(command + "\n" + Files.readString(out)).isZero();
    return Files.readString(out);
  }

  private int run(Path where, String... command) throws Exception {
    return builder(where, List.of(command))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private ProcessBuilder builder(Path where, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.environment().put("HOME", temporary.resolve("home").toString());
    builder.environment().put("SPECKIT_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("GIT_MERGE_AUTOEDIT", "no");
    return builder;
  }
}
