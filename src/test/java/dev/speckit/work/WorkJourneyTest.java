package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkJourneyTest {
  @TempDir Path temporary;

  @Test
  void all_actions_of_a_session_make_the_context_of_the_template() throws Exception {
    Desk desk = Desk.with1014(temporary).agent("claude");
    assertThat(next(desk.work("1014", "--title", "First mount"))).isEqualTo("plan");
    assertThat(next(desk.work("1014", "plan", "-m", "Use NFS"))).isEqualTo("approve");
    assertThat(next(desk.work("1014", "approve"))).isEqualTo("implement");
    desk.write("setup.sh", "#!/bin/sh\necho mounted\n");
    desk.write("services/nas.ts", "export {};\n");
    edit(
        desk,
        "## Acceptance Criteria\n",
        "## Acceptance Criteria\n- [x] **AC-1**: It is mounted\n\n");
    assertThat(next(desk.work("1014", "implement", "services/nas.ts", "-m", "Wrote the client")))
        .isEqualTo("test");
    assertThat(next(desk.work("1014", "test", "--run", "exit 3"))).isEqualTo("implement");
    desk.work("1014", "issue", "Permission denied on /mnt/nas", "--resolution", "Joined nas-users");
    desk.write("report.xml", "<testsuite><testcase name=\"a\"/><testcase name=\"b\"/></testsuite>");
    desk.write("lcov.info", "SF:a\nDA:1,1\nDA:2,0\nend_of_record\n");
    assertThat(next(desk.work("1014", "test", "--junit", "report.xml", "--coverage", "lcov.info")))
        .isEqualTo("deliver");
    assertThat(next(desk.work("1014", "deliver", "setup.sh", "--as", "scripts", "-m", "Mounts it")))
        .isEqualTo("commit");
    assertThat(next(desk.work("1014", "commit", "-m", "Mount the NAS", "--all"))).isEqualTo("done");
    desk.work("1014", "note", "Large buffers help");
    desk.work("1014", "decide", "NFS over SMB");
    Report done = desk.work("1014", "done");

    String hash = desk.git("rev-parse", "--short=7", "HEAD");
    String start = desk.git("rev-parse", "--short=12", "HEAD~1");
    String golden =
        Files.readString(Path.of("src/test/resources/work/1014.context.md"))
            .replace("HASH", hash)
            .replace("START", start);
    String actual = desk.context().replaceAll("in [0-9.]+ s", "in N s");
    assertThat(actual).isEqualTo(golden);
    assertThat(desk.read("specs/1000/1001/1014.spec.md"))
        .contains("**Status**: completed  \n")
        .contains("- [[deliverables/scripts/setup.sh|setup.sh]]");
    assertThat(desk.read("specs/1000/1001/deliverables/scripts/setup.sh"))
        .startsWith("#!/bin/sh\n")
        .contains("1014.spec")
        .endsWith("echo mounted\n");
    assertThat(done.exit()).isEqualTo(ExitCode.OK);
    assertThat(done.data().text("state")).contains("closed");
    assertThat(desk.git("log", "-1", "--format=%(trailers:key=Spec,valueonly)")).isEqualTo("1014");
  }

  @Test
  void an_amended_and_a_rebased_commit_keep_their_line_under_the_new_name() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.work("1014");
    desk.write("a.txt", "1\n");
    desk.pass(1);
    desk.commitAll("Add a");
    desk.work("1014", "note", "one");
    String first = desk.git("rev-parse", "--short=7", "HEAD");
    assertThat(desk.context()).contains("- `" + first + "`: Add a\n");
    desk.git("commit", "--quiet", "--amend", "-m", "Add file a");
    String amended = desk.git("rev-parse", "--short=7", "HEAD");
    desk.work("1014", "note", "two");
    assertThat(desk.context()).contains("- `" + amended + "`: Add file a\n").doesNotContain(first);
    desk.git("stash", "--quiet");
    desk.git("checkout", "--quiet", "-b", "side", "HEAD~1");
    desk.write("b.txt", "1\n");
    desk.git("add", "b.txt");
    desk.as("Bob", "bob@example.org").git("commit", "--quiet", "-m", "Add b");
    desk.as("Ada Lovelace", "ada@example.org").git("checkout", "--quiet", "-");
    desk.git("rebase", "--quiet", "side");
    desk.git("stash", "pop", "--quiet");
    String rebased = desk.git("rev-parse", "--short=7", "HEAD");
    desk.work("1014", "note", "three");
    assertThat(desk.context())
        .contains("- `" + rebased + "`: Add file a\n")
        .doesNotContain(amended)
        .doesNotContain("Add b");
  }

  @Test
  void commits_with_a_trailer_belong_to_the_spec_they_name_whoever_made_them() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.work("1014");
    desk.pass(1);
    desk.write("a.txt", "1\n");
    desk.as("Bob", "bob@example.org").commitAll("Bob for 1014\n\nSpec: 1014");
    desk.write("b.txt", "1\n");
    desk.as("Ada Lovelace", "ada@example.org").commitAll("Ada for 1001\n\nSpec: 1001");
    desk.write("c.txt", "1\n");
    desk.as("Bob", "bob@example.org").commitAll("Bob for himself");
    desk.as("Ada Lovelace", "ada@example.org");
    desk.write("specs/1000/1001/spec.md", desk.read("specs/1000/1001/spec.md") + "\nMore.\n");
    desk.commitAll("Ada on 1001 only");
    desk.write("d.txt", "1\n");
    desk.commitAll("Ada at work");
    desk.work("1014", "note", "one");
    assertThat(desk.context())
        .contains(": Bob for 1014\n", ": Ada at work\n")
        .doesNotContain("Ada for 1001", "Bob for himself", "Ada on 1001 only");
  }

  @Test
  void two_persons_have_a_session_each_and_a_second_call_joins() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.work("1014", "plan", "-m", "By Ada");
    desk.as("Bob", "bob@example.org").work("1014", "plan", "-m", "By Bob");
    desk.as("Ada Lovelace", "ada@example.org").agent("claude").work("1014", "note", "Again");
    assertThat(desk.context())
        .containsOnlyOnce("### Session 1:")
        .containsOnlyOnce("### Session 2:")
        .doesNotContain("### Session 3:")
        .contains("**Participants**: Ada Lovelace <ada@example.org>, claude  ")
        .contains("**Participants**: Bob <bob@example.org>  ");
    desk.agent("").work("1014", "done");
    assertThatThrownBy(() -> desk.work("1014", "done")).isInstanceOf(Failure.Usage.class);
    assertThatThrownBy(() -> desk.work("1014", "--resume")).isInstanceOf(Failure.Usage.class);
    Report bob = desk.as("Bob", "bob@example.org").work("1014", "--resume");
    assertThat(bob.data().object("session").orElseThrow().integer("number")).contains(2L);
  }

  @Test
  void changes_to_the_spec_are_told_once_and_their_numbers_follow() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.work("1014");
    edit(desk, "## Purpose\n", "## Purpose\nFor the archive.\n");
    edit(desk, "## Requirements\n", "## Requirements\n- **FR-001**: It shall mount.\n");
    desk.work("1014", "note", "one");
    edit(desk, "For the archive.\n", "For the archive.\nAnd for backups.\n");
    desk.work("1014", "note", "two");
    assertThat(desk.context())
        .contains(
            "#### Changes to Spec\n"
                + "- Added requirement FR-001\n"
                + "- Changed section Purpose (+2, -0)\n");
  }

  @Test
  void done_warns_of_open_criteria_and_a_failed_test_and_completes_nothing() throws Exception {
    Desk desk = Desk.with1014(temporary);
    edit(desk, "## Acceptance Criteria\n", "## Acceptance Criteria\n- [ ] **AC-1**: Mounted\n");
    desk.work("1014", "test", "--run", "false");
    Report done = desk.work("1014", "done", "--status", "completed");
    assertThat(done.exit()).isEqualTo(ExitCode.OK);
    assertThat(codes(done)).contains("open-criteria", "test-failed");
    assertThat(desk.read("specs/1000/1001/1014.spec.md")).contains("**Status**: planning");
    assertThat(desk.context()).contains("- **Acceptance Criteria Met**: 0/1\n");
  }

  @Test
  void a_spec_that_depends_on_this_one_is_named_when_the_session_ends() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.create("feature", "Market Data", "1002", "1000");
    desk.write(
        "specs/1000/1002/spec.md",
        desk.read("specs/1000/1002/spec.md")
            + "\n## Dependencies\n- [[../1001/1014.spec|The mount]]\n");
    desk.work("1014", "plan", "-m", "x");
    desk.work("1014", "done");
    assertThat(desk.context())
        .contains(
            "## Dependencies Delivered To\n\n### Downstream Specs\n"
                + "- [[../1002/spec|1002 - Market Data]]");
  }

  @Test
  void reports_older_than_the_run_do_not_count() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.write("report.xml", "<testsuite><testcase name=\"a\"/></testsuite>");
    assertThat(desk.workspace().resolve("report.xml").toFile().setLastModified(1_000_000_000_000L))
        .isTrue();
    Report report = desk.work("1014", "test", "--run", "true", "--junit", "report.xml");
    assertThat(codes(report)).contains("stale-report");
    assertThat(desk.context()).contains("Ran `true`: ✅").doesNotContain("passed");
    assertThatThrownBy(() -> desk.work("1014", "test", "--junit", "nothing/*.xml"))
        .isInstanceOf(Failure.Invalid.class);
  }

  @Test
  void a_merge_under_way_refuses_the_commit_and_writes_nothing() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.work("1014");
    String before = desk.context();
    Files.writeString(
        desk.workspace().resolve(".git/MERGE_HEAD"), desk.git("rev-parse", "HEAD") + "\n");
    assertThatThrownBy(() -> desk.work("1014", "commit", "-m", "x"))
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure -> assertThat(failure.exit()).isEqualTo(ExitCode.ENVIRONMENT));
    assertThat(desk.context()).isEqualTo(before);
  }

  @Test
  void a_second_commit_of_nothing_new_is_none() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.work("1014", "plan", "-m", "x");
    desk.work("1014", "commit", "-m", "Plan");
    String head = desk.git("rev-parse", "HEAD");
    Report second = desk.work("1014", "commit", "-m", "Again");
    assertThat(second.exit()).isEqualTo(ExitCode.OK);
    assertThat(second.data().object("action").orElseThrow().find("commit")).isEmpty();
    assertThat(desk.git("rev-parse", "HEAD")).isEqualTo(head);
  }

  @Test
  void files_are_listed_only_when_git_knows_a_change_of_them() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.write("old.txt", "1\n");
    desk.commitAll("Before");
    desk.work("1014");
    assertThatThrownBy(() -> desk.work("1014", "implement", "old.txt"))
        .isInstanceOf(Failure.Usage.class);
    desk.write("old.txt", "2\n");
    desk.write("new file.txt", "1\n");
    Report report = desk.work("1014", "implement", "old.txt", "new file.txt");
    assertThat(codes(report)).contains("plan-not-approved");
    assertThat(desk.context()).contains("- Modified `old.txt` (", "- Created `new file.txt` (");
    desk.commitAll("During");
    desk.work("1014", "implement", "old.txt", "new file.txt");
    assertThat(desk.context()).containsOnlyOnce("`old.txt`").containsOnlyOnce("`new file.txt`");
  }

  @Test
  void words_that_do_not_go_together_are_refused_before_anything_is_written() throws Exception {
    Desk desk = Desk.with1014(temporary);
    String before = desk.context();
    for (String[] words :
        List.of(
            new String[] {"1014", "plan"},
            new String[] {"1014", "plan", "a", "-m", "b"},
            new String[] {"1014", "plan", "a", "--run", "true"},
            new String[] {"1014", "test"},
            new String[] {"1014", "deliver"},
            new String[] {"1014", "deliver", "x"},
            new String[] {"1014", "implement"},
            new String[] {"1014", "done", "--status-alone"},
            new String[] {"1014", "--all"},
            new String[] {"1014", "--status", "blocked"},
            new String[] {"1014", "note", "x".repeat(4001)},
            new String[] {"1099"})) {
      assertThatThrownBy(() -> desk.work(words))
          .as(String.join(" ", words))
          .isInstanceOf(Failure.Usage.class);
    }
    assertThat(desk.context()).isEqualTo(before);
  }

  @Test
  void without_git_a_session_is_kept_all_the_same() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Files.move(desk.workspace().resolve(".git"), temporary.resolve("git-away"));
    desk.work("1014", "plan", "-m", "x");
    desk.work("1014", "done", "--status", "partial");
    assertThat(desk.context())
        .contains("**Status**: partial")
        .doesNotContain("Lines of Code", " at `");
    assertThatThrownBy(() -> desk.work("1014", "commit")).isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void looking_writes_nothing() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.work("1014", "plan", "-m", "x");
    String before = desk.context();
    Report status = desk.work("1014", "--status-alone");
    assertThat(status.data().text("state")).contains("open");
    assertThat(next(status)).isEqualTo("approve");
    desk.work("1014", "--deliverables");
    assertThat(desk.context()).isEqualTo(before);
    assertThat(desk.git("status", "--porcelain")).isEqualTo("M specs/1000/1001/1014.context.md");
  }

  private static String next(Report report) {
    Json.Fields next = report.data().object("next").orElseThrow();
    return next.text("action").orElse("");
  }

  private static List<String> codes(Report report) {
    return report.warnings().stream().map(Problem::code).toList();
  }

  private static void edit(Desk desk, String old, String now) {
    String path = "specs/1000/1001/1014.spec.md";
    String text = desk.read(path);
    assertThat(text).contains(old);
    desk.write(path, text.replace(old, now));
  }
}
