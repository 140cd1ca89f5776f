package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Report;
import dev.speckit.failure.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a journal says of commits after people changed the history.
class RewrittenHistoryTest {
  private static final String LOST = " (no longer in the history)\n";

  @TempDir Path temporary;
  private Desk desk;

  @BeforeEach
  void openSession() throws Exception {
    desk = Desk.with1014(temporary);
    desk.work("1014");
    desk.pass(1);
  }

  @Test
  void a_commit_with_an_old_date_hides_none_that_stand_before_it() throws Exception {
    commit("a", "1\n2\n");
    desk.write("b.txt", "1\n");
    desk.git("add", "b.txt");
    desk.gitAt("2000-01-01T00:00:00Z", "commit", "--quiet", "-m", "Add b");
    commit("c", "1\n");
    desk.work("1014", "done");
    assertThat(desk.context())
        .contains(": Add a\n", ": Add b\n", ": Add c\n", "**Lines of Code**: +4, -0");
  }

  @Test
  void an_amended_subject_replaces_the_old_one_and_no_words_of_a_person() throws Exception {
    String first = commit("a", "1\n");
    desk.work("1014", "note", "one");
    desk.git("commit", "--quiet", "--amend", "-m", "Add file `a");
    Report report = desk.work("1014", "note", "two");
    String second = desk.git("rev-parse", "--short=7", "HEAD");
    assertThat(desk.context())
        .contains("- `" + second + "`: Add file &#96;a\n")
        .doesNotContain(first, "Add a");
    assertThat(subjects(report)).containsExactly("Add file `a");
    edit("Add file &#96;a", "My own words");
    desk.git("commit", "--quiet", "--amend", "-m", "Third");
    desk.work("1014", "note", "three");
    assertThat(desk.context()).contains("`: My own words\n").doesNotContain("Third", second);
  }

  @Test
  void dropped_and_squashed_commits_are_marked_and_count_no_more() throws Exception {
    commit("a", "1\n");
    String second = commit("b", "1\n2\n");
    String third = commit("c", "1\n");
    desk.work("1014", "note", "one");
    String old = desk.git("rev-parse", "HEAD");
    desk.git("reset", "--quiet", "--soft", "HEAD~2");
    desk.git("rm", "--quiet", "--cached", "-f", "c.txt");
    desk.pass(1);
    desk.git("commit", "--quiet", "-m", "Squashed");
    desk.work("1014", "done");
    assertThat(desk.context())
        .contains(": Add a\n", ": Squashed\n")
        .contains("- `" + second + "`: Add b" + LOST, "- `" + third + "`: Add c" + LOST)
        .contains("**Lines of Code**: +3, -0", "**Files Created**: 2");
    desk.git("branch", "kept", old);
    Report report = desk.work("1014", "note", "back");
    assertThat(desk.context()).contains("`: Add b\n", "`: Add c\n").doesNotContain(LOST.strip());
    assertThat(report.data().object("figures").orElseThrow().integer("lines_added")).contains(6L);
  }

  @Test
  void a_reset_past_the_start_of_the_session_leaves_no_dead_commit_unmarked() throws Exception {
    String first = commit("a", "1\n");
    desk.work("1014", "note", "one");
    desk.git("stash", "--quiet");
    desk.git("reset", "--quiet", "--soft", "HEAD~1");
    desk.git("commit", "--quiet", "--amend", "-m", "All in one");
    desk.git("stash", "pop", "--quiet");
    desk.work("1014", "done");
    assertThat(desk.context()).contains("- `" + first + "`: Add a" + LOST);
    assertThat(desk.context()).doesNotContain("**Lines of Code**");
  }

  @Test
  void a_commit_goes_to_the_session_that_was_worked_on_last_before_it() throws Exception {
    desk.work("1001");
    desk.work("1014", "plan", "-m", "The mount");
    commit("a", "1\n");
    desk.work("1001", "plan", "-m", "The storage");
    commit("b", "1\n");
    desk.work("1014", "note", "one");
    desk.work("1001", "note", "one");
    assertThat(desk.context()).contains(": Add a\n").doesNotContain("Add b");
    String feature = "specs/1000/1001/context.md";
    assertThat(desk.read(feature)).contains(": Add b\n").doesNotContain("Add a");
    desk.work("1001", "done");
    desk.work("1014", "done");
    assertThat(desk.context()).doesNotContain("Add b");
  }

  @Test
  void two_sessions_of_the_same_minute_do_not_share_a_commit() throws Exception {
    Desk other = desk;
    other.pass(-2);
    other.work("1001");
    other.pass(-2);
    other.work("1014", "plan", "-m", "x");
    other.pass(-2);
    other.work("1001", "plan", "-m", "x");
    commit("a", "1\n");
    other.work("1001", "note", "one");
    other.work("1014", "note", "one");
    String both = desk.context() + desk.read("specs/1000/1001/context.md");
    assertThat(both).containsOnlyOnce(": Add a\n");
  }

  @Test
  void a_commit_that_names_an_unknown_spec_counts_and_is_told_once() throws Exception {
    desk.write("a.txt", "1\n");
    desk.commitAll("Add a\n\nSpec: 9999");
    Report told = desk.work("1014", "note", "one");
    assertThat(codes(told)).containsExactly("unknown-spec");
    assertThat(told.warnings().getFirst().message()).contains("9999");
    assertThat(desk.context()).contains(": Add a\n");
    assertThat(codes(desk.work("1014", "note", "two"))).isEmpty();
  }

  @Test
  void a_start_that_the_repository_does_not_know_is_told() throws Exception {
    String start = desk.git("rev-parse", "--short=12", "HEAD");
    edit("at `" + start, "at `deadbeefdead");
    commit("a", "1\n");
    Report report = desk.work("1014", "note", "one");
    assertThat(codes(report)).containsExactly("unknown-start");
    assertThat(report.warnings().getFirst().place()).isNotNull();
    assertThat(desk.context()).contains(": Add a\n");
  }

  private String commit(String name, String text) {
    desk.write(name + ".txt", text);
    desk.git("add", name + ".txt");
    desk.git("commit", "--quiet", "-m", "Add " + name);
    return desk.git("rev-parse", "--short=7", "HEAD");
  }

  private void edit(String old, String now) {
    String text = desk.context();
    assertThat(text).contains(old);
    desk.write("specs/1000/1001/1014.context.md", text.replace(old, now));
  }

  private static List<String> subjects(Report report) {
    return report.data().object("session").orElseThrow().objects("commits").stream()
        .map(commit -> commit.text("subject").orElse(""))
        .toList();
  }

  private static List<String> codes(Report report) {
    return report.warnings().stream().map(Problem::code).toList();
  }
}
