package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What speckit says unasked: what speaks against an end, what a commit left out, what a summary
/// can tell.
class DoubtsTest {
  private static final String SPEC = "specs/1000/1001/1014.spec.md";

  @TempDir Path temporary;
  private Desk desk;

  @BeforeEach
  void sit() {
    desk = Desk.with1014(temporary);
  }

  @Test
  void an_untouched_spec_is_not_completed_without_a_word() throws Exception {
    desk.work("1014");
    Report done = desk.work("1014", "done", "--status", "completed");
    assertThat(codes(done))
        .containsExactlyInAnyOrder(
            "open-placeholder", "no-criteria", "nothing-tested", "no-deliverable", "no-commit");
    assertThat(done.warnings().getFirst().place()).isNotNull();
  }

  @Test
  void a_partial_end_is_asked_for_nothing() throws Exception {
    desk.work("1014");
    assertThat(codes(desk.work("1014", "done", "--status", "partial"))).isEmpty();
  }

  @Test
  void a_deliverable_that_is_gone_is_told_at_the_end() throws Exception {
    desk.write("a.sh", "echo a\n");
    desk.work("1014", "deliver", "a.sh", "--as", "scripts");
    Files.delete(desk.workspace().resolve("specs/1000/1001/deliverables/scripts/a.sh"));
    Report done = desk.work("1014", "done", "--status", "completed");
    assertThat(codes(done)).contains("deliverable-gone").doesNotContain("no-deliverable");
  }

  @Test
  void a_failed_test_is_not_forgotten_in_a_new_session() throws Exception {
    desk.work("1014", "test", "--run", "false");
    desk.work("1014", "done");
    desk.work("1014", "note", "Again");
    Report done = desk.work("1014", "done", "--status", "completed");
    assertThat(codes(done)).contains("test-failed").doesNotContain("nothing-tested");
  }

  @Test
  void failed_reports_count_beside_coverage_of_the_same_call() throws Exception {
    desk.work("1014", "plan", "-m", "x");
    desk.work("1014", "approve");
    desk.work("1014", "implement", "-m", "x");
    desk.write("r.xml", "<testsuite><testcase name=\"a\"><failure/></testcase></testsuite>");
    desk.write("lcov.info", "SF:a\nDA:1,1\nend_of_record\n");
    Report test = desk.work("1014", "test", "--junit", "r.xml", "--coverage", "lcov.info");
    assertThat(why(test)).isEqualTo("the last test failed");
    desk.pass(-2);
    desk.work("1014", "test", "--run", "false");
    desk.pass(-2);
    assertThat(why(desk.work("1014", "test", "--run", "true"))).doesNotContain("failed");
  }

  @Test
  void a_commit_names_what_it_left_out() throws Exception {
    desk.work("1014");
    desk.write("src/a.c", "int a;\n");
    desk.write("notes.txt", "x\n");
    Report report = desk.work("1014", "commit", "-m", "Without the code");
    assertThat(codes(report)).containsExactly("not-committed");
    assertThat(report.warnings().getFirst().message()).contains("notes.txt, src/a.c");
    assertThat(codes(desk.work("1014", "commit", "-m", "All", "--all"))).isEmpty();
  }

  @Test
  void the_text_of_done_is_the_summary_or_an_entry_and_never_lost() throws Exception {
    desk.work("1014", "plan", "-m", "x");
    desk.work("1014", "done", "-m", "Mounted by NFS");
    assertThat(desk.context()).contains("## Summary\nMounted by NFS\n").doesNotContain("Done:");
    desk.work("1014", "plan", "-m", "y");
    desk.work("1014", "done", "-m", "Made faster");
    assertThat(desk.context())
        .contains("## Summary\nMounted by NFS\n")
        .contains("#### Implementation\n- Done: Made faster (");
  }

  @Test
  void the_summary_is_true_until_a_person_writes_one() throws Exception {
    desk.work("1014");
    assertThat(desk.context()).contains("No work recorded yet.");
    desk.work("1014", "plan", "-m", "x");
    String begins = "## Summary\nWork on [[1014.spec|1014 - Mount the NAS]]; status: ";
    assertThat(desk.context()).contains(begins + "planning.\n");
    desk.work("1014", "implement", "-m", "x");
    assertThat(desk.context()).contains(begins + "implementing.\n");
    String own = desk.context().replace("status: implementing.\n", "status: implementing. Mine.\n");
    desk.write("specs/1000/1001/1014.context.md", own);
    desk.work("1014", "done", "--status", "blocked");
    assertThat(desk.context()).contains(begins + "implementing. Mine.\n");
    assertThat(desk.read(SPEC)).contains("**Status**: blocked");
  }

  @Test
  void an_issue_is_resolved_where_it_was_recorded() throws Exception {
    desk.work("1014", "issue", "Denied\non /mnt");
    desk.work("1014", "issue", "Slow");
    desk.write("a.txt", "1\n");
    desk.commitAll("Join the group");
    String hash = desk.git("rev-parse", "--short=7", "HEAD");
    desk.work("1014", "issue", "Denied\non /mnt", "--resolution", "Joined");
    assertThat(desk.context())
        .contains("- **Issue**: Denied (14:08)\n  on /mnt\n- **Resolution**: Joined (14:12)\n")
        .contains("- **Commit**: `" + hash + "`\n- **Issue**: Slow (14:10)\n")
        .containsOnlyOnce("**Issue**: Denied");
    desk.work("1014", "issue", "Denied\non /mnt", "--resolution", "Again");
    assertThat(desk.context()).contains("- **Issue**: Denied (14:14)\n  on /mnt\n- **Resol");
  }

  @Test
  void a_resolution_before_any_commit_names_none() throws Exception {
    desk.work("1014", "issue", "Denied");
    desk.work("1014", "issue", "Denied", "--resolution", "Joined");
    assertThat(desk.context()).contains("Joined (14:10)").doesNotContain("**Commit**");
  }

  @Test
  void a_resolution_names_commits_of_its_session_only_and_else_waits_for_the_next()
      throws Exception {
    desk.write("a.txt", "1\n");
    desk.commitAll("Something else");
    String other = desk.git("rev-parse", "--short=7", "HEAD");
    desk.work("1014", "issue", "Denied");
    desk.work("1014", "issue", "Denied", "--resolution", "Joined");
    assertThat(desk.context()).doesNotContain("**Commit**", "`" + other + "`: ");
    desk.write("b.txt", "1\n");
    desk.git("add", "b.txt");
    desk.work("1014", "commit", "-m", "Join the group");
    String hash = desk.git("rev-parse", "--short=7", "HEAD");
    assertThat(desk.context())
        .contains("- **Resolution**: Joined (14:10)\n- **Commit**: `" + hash + "`\n")
        .containsOnlyOnce("**Commit**");
    desk.write("c.txt", "1\n");
    desk.git("add", "c.txt");
    desk.work("1014", "commit", "-m", "More");
    assertThat(desk.context()).containsOnlyOnce("**Commit**");
  }

  @Test
  void what_a_text_lost_is_told_and_what_is_shown_is_what_stands_there() throws Exception {
    Report report = desk.work("1014", "note", "Red \u001B[31malert\u001B[0m \uFFFD \u0007");
    assertThat(codes(report)).containsExactly("text-changed");
    assertThat(report.warnings().getFirst().message())
        .contains("2 terminal escapes", "1 control character", "UTF-8");
    assertThat(report.blocks().toString()).contains("Red alert").doesNotContain("\u001B");
    assertThat(codes(desk.work("1014", "note", "Zwei\nZeilen\tund ä"))).isEmpty();
  }

  @Test
  void a_command_with_back_ticks_is_recorded_as_it_was_called() throws Exception {
    Report report = desk.work("1014", "test", "--run", "test -n \"`date`\" && echo '<b>'");
    assertThat(desk.context()).contains("- Ran ``test -n \"`date`\" && echo '<b>'``: ✅ exit 0 in ");
    Json.Fields entry = report.data().objects("entries").getLast();
    assertThat(entry.text("text").orElseThrow()).startsWith("Ran ``test -n \"`date`\" && echo");
  }

  @Test
  void programs_get_the_texts_as_they_were_given_and_notes_and_decisions_too() throws Exception {
    String nasty = "# no [[link]] <!-- 3 `tick <b> %%";
    desk.work("1014", "plan", "-m", nasty);
    desk.work("1014", "note", nasty);
    Json.Fields data = desk.work("1014", "decide", "1. NFS").data();
    assertThat(data.objects("entries").getLast().text("text")).contains(nasty);
    assertThat(data.objects("notes").getLast().text("text")).contains(nasty);
    assertThat(data.objects("decisions").getLast().text("text")).contains("1. NFS");
    assertThat(data.objects("decisions").getLast().text("at")).isPresent();
  }

  @Test
  void a_failed_test_is_recorded_and_told_by_the_exit_code() throws Exception {
    Report report = desk.work("1014", "test", "--run", "exit 3");
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(desk.context()).contains("❌ exit 3");
    desk.write("r.xml", "<testsuite><testcase name=\"a\"><failure/></testcase></testsuite>");
    assertThat(desk.work("1014", "test", "--junit", "r.xml").exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(desk.work("1014", "test", "--run", "true").exit()).isEqualTo(ExitCode.OK);
    assertThat(desk.work("1014", "note", "x").exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_title_for_an_open_session_and_a_shortened_list_are_not_silent() throws Exception {
    desk.work("1014", "--title", "First");
    assertThat(codes(desk.work("1014", "--title", "Second"))).containsExactly("title-kept");
    assertThat(codes(desk.work("1014", "--title", "First"))).isEmpty();
    for (int i = 0; i < 7; i++) {
      desk.work("1014", "plan", "-m", "Step " + i);
    }
    assertThat(desk.work("1014", "--status-alone").blocks().toString())
        .contains("Not shown: 2 earlier");
  }

  private static String why(Report report) {
    Json.Fields next = report.data().object("next").orElseThrow();
    return next.text("why").orElse("");
  }

  private static List<String> codes(Report report) {
    return report.warnings().stream().map(Problem::code).toList();
  }
}
