package dev.speckit.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadTest {
  private static final String SPEC = "specs/1000/1001/1014.spec.md";
  private static final String CONTEXT = "specs/1000/1001/1014.context.md";

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "folder"})
  void a_spec_that_cannot_be_read_gets_no_row_and_no_hand_off(String kind) throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    desk.progress();
    String good = desk.read("specs/README.md");
    spoil(desk, SPEC, kind);

    for (String[] words : List.of(new String[0], new String[] {"--check"}, dryRun())) {
      Failure.Invalid failure =
          catchThrowableOfType(Failure.Invalid.class, () -> desk.progress(words));
      assertThat(String.valueOf(failure.problems().getFirst().place())).startsWith(SPEC);
    }
    assertThat(desk.read("specs/README.md")).isEqualTo(good);
    Failure.Invalid failure =
        catchThrowableOfType(Failure.Invalid.class, () -> desk.handoff("1014"));
    assertThat(String.valueOf(failure.problems().getFirst().place())).startsWith(SPEC);
    assertThat(places(desk.handoff("1001"))).anyMatch(place -> place.startsWith(SPEC));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "folder", "link"})
  void a_context_that_cannot_be_read_is_the_next_item(String kind) throws Exception {
    Desk desk = Desk.with1014(temporary).halfDone();
    spoil(desk, CONTEXT, kind);

    Report report = desk.handoff("1014");

    String text = report.data().text("text").orElseThrow();
    assertThat(places(report)).anyMatch(place -> place.startsWith(CONTEXT));
    assertThat(text)
        .contains("START HERE**: mend the context: the context cannot be read (" + CONTEXT)
        .contains("**Last session**: unknown")
        .doesNotContain("No work session", "(1014.context.md): what was done");
    assertThat(report.data().object("next").orElseThrow().text("call")).isEmpty();
    assertThat(places(desk.handoff("1000"))).anyMatch(place -> place.startsWith(CONTEXT));
  }

  @Test
  void tasks_behind_a_link_out_of_the_workspace_are_told_and_not_listed() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    spoil(desk, "specs/1000/1001/1014.tasks.md", "link");

    Report report = desk.handoff("1014");

    assertThat(places(report)).contains("specs/1000/1001/1014.tasks.md");
    assertThat(report.data().text("text").orElseThrow()).doesNotContain("1014.tasks.md): the");
  }

  @Test
  void a_repository_that_git_cannot_read_is_told() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Files.writeString(desk.workspace().resolve(".git/HEAD"), "garbage\n");

    Report report = desk.handoff("1014");

    assertThat(report.warnings()).extracting(Problem::code).containsExactly("git-failed");
    assertThat(report.data().text("text").orElseThrow())
        .contains("- **Branch**: unknown, git failed");
  }

  @Test
  void a_warning_that_comes_twice_is_told_once() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    Problem problem = Problem.of("bad-settings", "broken").at("speckit.toml");

    Report report = desk.failing(problem, "1014");

    assertThat(report.warnings()).containsExactly(problem);
  }

  @Test
  void a_hand_off_that_somebody_wrote_in_is_not_replaced() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    desk.handoff("1014", "--output", "n.md");
    String written = desk.read("n.md");
    desk.write("n.md", written.replace("\n", "\r\n"));
    desk.handoff("1014", "--output", "n.md");
    assertThat(desk.read("n.md")).isEqualTo(written);

    for (String edited :
        List.of(
            written + "My own words\n",
            written.replace("## NEXT ITEM", "My own words\n\n## NEXT ITEM"),
            "# Hand-off: 1014 by hand\n")) {
      desk.write("n.md", edited);
      assertThatThrownBy(() -> desk.handoff("1014", "--output", "n.md"))
          .isInstanceOf(Failure.NeedsApproval.class);
      assertThat(desk.read("n.md")).isEqualTo(edited);
    }
  }

  @Test
  void what_would_happen_to_an_edited_table_is_what_happens() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    desk.progress();
    desk.edit("specs/README.md", "| Mount the NAS |", "| Mount it |");
    String edited = desk.read("specs/README.md");

    Report dry = desk.progress("--dry-run");

    assertThat(dry.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(dry.problems()).isEqualTo(desk.progress().problems());
    assertThat(dry.data().texts("diff")).isNotEmpty();
    Report check = desk.progress("--check");
    assertThat(check.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(check.problems().getFirst().remedy()).isEqualTo("speckit progress --replace");
    assertThat(desk.read("specs/README.md")).isEqualTo(edited);
    assertThat(desk.progress("--replace").exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void secrets_do_not_leave_with_a_hand_off() throws Exception {
    String token = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345";
    Desk desk = Desk.withoutGit(temporary);
    desk.work("1014", "note", "Log in with " + token);
    desk.work("1014", "issue", "The password=hunter2 is refused");
    desk.write(
        "specs/1000/1001/1014.tasks.md",
        "# Tasks\n\n- [ ] " + "Mount it ".repeat(25) + " " + token + " with " + token + "\n");
    desk.checking(new ProjectCheck("login", List.of("curl", "https://ada:s3cret@example.org")));

    Report report = desk.handoff("1014");

    assertThat(report.data().write())
        .doesNotContain("0123456789", "ghp_", "hunter2", "s3cret")
        .contains("Log in with [redacted]", "password=[redacted] is refused");
  }

  private static String[] dryRun() {
    return new String[] {"--dry-run"};
  }

  private void spoil(Desk desk, String path, String kind) throws Exception {
    Path file = desk.workspace().resolve(path);
    Files.deleteIfExists(file);
    switch (kind) {
      case "bytes" -> Files.write(file, new byte[] {'#', ' ', (byte) 0xC3, (byte) 0x28});
      case "folder" -> Files.createDirectory(file);
      default ->
          Files.createSymbolicLink(
              file, Files.writeString(temporary.resolve("elsewhere.md"), "# Context: X\n"));
    }
  }

  private static List<String> places(Report report) {
    return report.warnings().stream().map(each -> String.valueOf(each.place())).toList();
  }
}
