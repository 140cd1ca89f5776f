package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The hook as git calls it, in a workspace that is a folder of a larger repository.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HookIT {
  @TempDir Path temporary;
  private Path repository;
  private Path folder;
  private Speckit speckit;

  @BeforeEach
  void install() throws Exception {
    repository = Files.createDirectory(temporary.toRealPath().resolve("repository"));
    folder = Files.createDirectory(repository.resolve("a folder"));
    speckit = Speckit.in(folder, Files.createDirectory(temporary.resolve("home")));
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Ada Lovelace");
    git("config", "user.email", "ada@example.org");
    git("config", "commit.gpgSign", "false");
    ok("init");
    ok("new", "epic", "Foundation Infrastructure", "--id", "1000");
    ok("new", "feature", "Cold Storage", "--id", "1001");
    git("add", "--all");
    git("commit", "--quiet", "-m", "Start");
  }

  @Test
  void commits_and_amendments_are_recorded_as_they_are_made() throws Exception {
    ok("hook", "install");
    ok("work", "1001");
    commit("one");
    commit("two");
    assertThat(commits()).containsExactly(line("HEAD~1", "one"), line("HEAD", "two"));
    git("commit", "--quiet", "--amend", "-m", "second");
    assertThat(commits()).containsExactly(line("HEAD~1", "one"), line("HEAD", "second"));
  }

  @Test
  void a_rebase_runs_through_and_the_next_action_knows_the_new_names() throws Exception {
    ok("hook", "install");
    ok("work", "1001");
    for (String name : List.of("one", "two", "three")) {
      write(name, name + "\n");
      git("add", "--all");
      git("commit", "--quiet", "-m", name);
    }
    git("add", "--all");
    git("commit", "--quiet", "-m", "The journal");
    String before = context();
    git("checkout", "--quiet", "--", ".");
    git("rebase", "--quiet", "--force-rebase", "HEAD~4");
    assertThat(git("status", "--porcelain")).isEmpty();
    ok("work", "1001", "note", "Rebased");
    assertThat(commits())
        .containsExactly(
            line("HEAD~3", "one"),
            line("HEAD~2", "two"),
            line("HEAD~1", "three"),
            line("HEAD", "The journal"));
    assertThat(before).isNotEqualTo(context());
  }

  @Test
  void a_commit_on_no_branch_and_one_in_a_linked_work_tree_are_recorded_where_they_are()
      throws Exception {
    ok("hook", "install");
    ok("work", "1001");
    git("checkout", "--quiet", "--detach");
    commit("apart");
    assertThat(commits()).containsExactly(line("HEAD", "apart"));
    Path other = temporary.toRealPath().resolve("other");
    git("worktree", "add", "--quiet", "-b", "second", other.toString(), "main");
    String here = context();
    Speckit there = Speckit.in(other.resolve("a folder"), temporary.resolve("home"));
    assertThat(there.run("work", "1001").exit()).isZero();
    Workspaces.write(other.resolve("a folder/elsewhere.txt"), "x\n");
    git(other, "add", "a folder/elsewhere.txt");
    git(other, "commit", "--quiet", "-m", "elsewhere");
    assertThat(context()).isEqualTo(here);
    assertThat(Workspaces.read(other.resolve("a folder/specs/1000/1001/context.md")))
        .contains(": elsewhere\n")
        .doesNotContain(": apart\n");
  }

  @Test
  void hooks_that_stand_elsewhere_are_used_and_a_hook_of_the_persons_own_is_given_back()
      throws Exception {
    git("config", "core.hooksPath", "tools/hooks");
    Path hook = repository.resolve("tools/hooks/post-commit");
    String own = "#!/bin/sh\necho mine >>../mine.log\nexit 0";
    Workspaces.write(hook, own);
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    ok("hook", "install");
    assertThat(speckit.run("hook", "status", "--json").data().text("state")).contains("installed");
    assertThat(repository.resolve(".git/hooks/post-commit")).doesNotExist();
    ok("work", "1001");
    commit("one");
    assertThat(commits()).containsExactly(line("HEAD", "one"));
    assertThat(temporary.resolve("mine.log")).hasContent("mine");
    ok("hook", "remove");
    assertThat(Files.readString(hook)).isEqualTo(own);
    assertThat(speckit.run("hook", "status", "--json").data().text("state")).contains("not there");
    commit("two");
    assertThat(commits()).containsExactly(line("HEAD~1", "one"));
    assertThat(temporary.resolve("mine.log")).hasContent("mine\nmine");
  }

  private void commit(String name) throws Exception {
    write(name + ".txt", name + "\n");
    git("add", "a folder/" + name + ".txt");
    git("commit", "--quiet", "-m", name);
  }

  private void write(String name, String text) {
    Workspaces.write(folder.resolve(name), text);
  }

  private String context() {
    return Workspaces.read(folder.resolve("specs/1000/1001/context.md"));
  }

  private List<String> commits() {
    return context().lines().filter(line -> line.startsWith("- `")).toList();
  }

  private String line(String commit, String subject) throws Exception {
    return "- `" + git("rev-parse", "--short=7", commit) + "`: " + subject;
  }

  private void ok(String... words) {
    Speckit.Ended ended = speckit.run(words);
    assertThat(ended.exit()).as("%s: %s", List.of(words), ended).isZero();
  }

  private String git(String... words) throws Exception {
    return git(repository, words);
  }

  private String git(Path where, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", where.toString()));
    command.addAll(List.of(words));
    Path out = Files.createTempFile(temporary, "git", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("HOME", temporary.resolve("home").toString());
    int exit = builder.start().waitFor();
    String said = Files.readString(out);
    assertThat(exit).as("git %s: %s", List.of(words), said).isZero();
    return said.strip();
  }
}
