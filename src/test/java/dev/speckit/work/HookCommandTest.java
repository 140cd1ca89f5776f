package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookCommandTest {
  @TempDir Path temporary;

  @Test
  void a_hook_of_the_persons_own_is_kept_and_ours_comes_first() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Path hook = desk.workspace().resolve(".git/hooks/post-commit");
    String own = "#!/usr/bin/env bash\necho mine >>own.log\nexit 0\n";
    desk.write(".git/hooks/post-commit", own);
    call(desk, "install");
    call(desk, "install");
    String text = Files.readString(hook);
    assertThat(text).startsWith("#!/usr/bin/env bash\n# >>> speckit").endsWith("exit 0\n");
    assertThat(text).containsOnlyOnce("hook-run");
    assertThat(Files.isExecutable(hook)).isTrue();
    call(desk, "remove");
    assertThat(hook).hasContent(own);
  }

  @Test
  void a_file_that_held_nothing_else_is_removed_with_the_block() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Path hook = desk.workspace().resolve(".git/hooks/post-commit");
    call(desk, "install");
    assertThat(hook).isExecutable();
    assertThat(call(desk, "remove").data().text("state")).contains("removed");
    assertThat(hook).doesNotExist();
    assertThat(call(desk, "remove").data().text("state")).contains("not there");
  }

  @Test
  void a_hook_in_another_language_is_not_touched() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.write(".git/hooks/post-commit", "#!/usr/bin/python3\nprint(1)\n");
    assertThatThrownBy(() -> call(desk, "install")).isInstanceOf(Failure.Invalid.class);
    assertThat(desk.read(".git/hooks/post-commit")).isEqualTo("#!/usr/bin/python3\nprint(1)\n");
  }

  @Test
  void the_setting_for_hooks_elsewhere_is_respected() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.git("config", "core.hooksPath", "tools/hooks");
    call(desk, "install");
    assertThat(desk.workspace().resolve("tools/hooks/post-commit")).exists();
  }

  @Test
  void a_commit_is_recorded_at_once_in_the_open_session_and_in_no_other() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.work("1014");
    String other = desk.read("specs/1000/1001/context.md");
    desk.write("a.txt", "1\n");
    desk.pass(1);
    desk.commitAll("Add a");
    Report report = record(desk);
    assertThat(report.data().texts("recorded")).containsExactly("1014");
    assertThat(desk.context()).contains(": Add a\n");
    assertThat(desk.read("specs/1000/1001/context.md")).isEqualTo(other);
  }

  @Test
  void nothing_that_goes_wrong_in_the_hook_ends_it() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.work("1014");
    desk.write("specs/1000/1001/1014.context.md", desk.context() + "\n```\nopen\n");
    desk.write("a.txt", "1\n");
    desk.commitAll("Add a");
    assertThat(record(desk).exit().number()).isZero();
  }

  @Test
  void the_hook_that_is_installed_runs_with_every_commit_and_not_inside_of_our_own()
      throws Exception {
    Desk desk = Desk.with1014(temporary).trusting();
    Path program = temporary.toRealPath().resolve("it's speckit");
    Files.writeString(
        program, "#!/bin/sh\necho \"$@\" >>'" + temporary.toRealPath() + "/log'\nexit 9\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    new HookCommand(desk.host(), () -> List.of(program.toString())).run(arguments("install"));
    desk.write("a.txt", "1\n");
    desk.commitAll("Add a");
    assertThat(temporary.resolve("log")).hasContent("hook-run");
    desk.work("1014", "commit", "-m", "Ours");
    assertThat(desk.git("log", "-1", "--format=%s")).isEqualTo("Ours");
    assertThat(temporary.resolve("log")).hasContent("hook-run");
  }

  private static Report record(Desk desk) throws InterruptedException {
    return new HookRunCommand(desk.host())
        .run(new Call(new Arguments(Map.of()), Progress.silent(), Optional.empty()));
  }

  private static Report call(Desk desk, String what) throws InterruptedException {
    return new HookCommand(desk.host(), () -> List.of("/opt/speckit/bin/speckit"))
        .run(arguments(what));
  }

  private static Call arguments(String what) {
    return new Call(
        new Arguments(Map.of("what", List.of(what))), Progress.silent(), Optional.empty());
  }
}
