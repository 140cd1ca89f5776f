package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The test of a criterion passed; whether a commit stands behind it is the question.
class FalseCommitTest {
  @TempDir Path folder;
  private Sample sample;

  @BeforeEach
  void make() throws Exception {
    sample = Sample.in(folder.resolve("w"));
    sample.write(".gitignore", "build/\n");
    String _ = sample.commit("Begin");
    sample.report("doors", "test_AC_001_opens", "");
  }

  @Test
  void a_commit_that_was_reverted_stands_behind_nothing_and_neither_does_the_revert()
      throws Exception {
    sample.write("src/a.sh", "true\n");
    String _ = sample.commit("Open 1001/AC-001");
    assertThat(sample.missing()).isEmpty();

    String _ = sample.git("revert", "--no-edit", "HEAD");
    assertThat(sample.missing()).containsExactly("no commit stands behind it");
    assertThat(sample.links("1001/AC-001")).noneMatch(each -> each.startsWith("commit"));

    String _ = sample.git("revert", "--no-edit", "HEAD");
    assertThat(sample.missing()).isEmpty();
  }

  @Test
  void a_commit_that_git_does_not_know_proves_nothing() throws Exception {
    session("#### Implementation\n- Opened AC-001 (10:00)\n", "deadbee");
    assertThat(sample.missing()).containsExactly("git does not know the commit deadbee");
  }

  @Test
  void a_commit_that_no_branch_has_any_more_proves_nothing() throws Exception {
    sample.write("src/a.sh", "true\n");
    String lost = sample.commit("Work");
    String _ = sample.git("reset", "--quiet", "--hard", "HEAD~1");
    session("#### Implementation\n- Opened AC-001 (10:00)\n", lost);
    assertThat(sample.missing()).containsExactly("git does not know the commit " + lost);
  }

  @ParameterizedTest
  @CsvSource({
    "Implementation, Opened AC-001, true",
    "Changes to Spec, Met criterion AC-001, true",
    "Changes to Spec, Changed requirement AC-001, false",
    "Planning, AC-001 comes next, false",
    "Issues & Resolutions, **Issue**: AC-001 is not built, false"
  })
  void a_session_brings_its_commits_only_to_what_was_worked_on(
      String part, String entry, boolean proven) throws Exception {
    String hash = sample.commit("Work");
    session("#### " + part + "\n- " + entry + " (10:00)\n", hash);
    assertThat(sample.missing().isEmpty()).isEqualTo(proven);
  }

  private void session(String parts, String hash) throws Exception {
    sample.context(
        "1001",
        "### Session 1: 2026-01-01 - Start\n**Started**: 2026-01-01 09:00\n\n"
            + parts
            + "\n#### Commits\n- `"
            + hash
            + "`: Work\n",
        "");
  }
}
