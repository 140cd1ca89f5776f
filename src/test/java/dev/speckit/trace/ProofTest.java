package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofTest {
  private static final String COMMIT = "1001/AC-001 opens";
  private static final String TEST = "# AC-001\ntest_opens() {\n}\n";
  @TempDir Path folder;
  private Sample sample;

  @BeforeEach
  void make() throws Exception {
    sample = Sample.in(folder.resolve("w"));
    sample.write(".gitignore", "build/\n");
  }

  @Test
  void nothing_stands_behind_a_tick() throws Exception {
    assertThat(sample.missing()).containsExactly("no commit and no test stand behind it");
    assertThat(sample.graph().unproven().getFirst().problem())
        .hasToString(
            "Problem[code=criterion-unproven, message=1001/AC-001 is ticked, but no commit and no"
                + " test stand behind it, place=specs/1000/1001/spec.md:10, remedy=speckit trace"
                + " 1001/AC-001]");
  }

  @Test
  void a_box_that_is_not_ticked_claims_nothing() throws Exception {
    sample.spec(
        "1001", "- **FR-001**: a\n\n## Acceptance Criteria\n\n- [ ] **AC-001**: It opens.\n");

    assertThat(sample.missing()).isEmpty();
  }

  @Test
  void a_commit_and_a_passed_test_prove_it() throws Exception {
    sample.write("tests/open_test.sh", TEST);
    String _ = sample.commit(COMMIT);
    sample.report("open_test", "test_opens", "");

    assertThat(sample.missing()).isEmpty();
  }

  @Test
  void a_test_without_a_commit_does_not() throws Exception {
    sample.write("tests/open_test.sh", TEST);
    sample.report("open_test", "test_opens", "");

    assertThat(sample.missing()).containsExactly("no commit stands behind it");
  }

  @Test
  void a_commit_without_a_test_does_not() throws Exception {
    String _ = sample.commit(COMMIT);

    assertThat(sample.missing()).containsExactly("no test stands behind it");
  }

  @ParameterizedTest
  @CsvSource({
    "<failure/>, its test failed (tests/open_test.sh:1)",
    "<error/>, its test failed (tests/open_test.sh:1)",
    "<skipped/>, its test was skipped (tests/open_test.sh:1)",
  })
  void a_test_that_did_not_pass_does_not(String result, String missing) throws Exception {
    sample.write("tests/open_test.sh", TEST);
    String _ = sample.commit(COMMIT);
    sample.report("open_test", "test_opens", result);

    assertThat(sample.missing()).containsExactly(missing);
  }

  @Test
  void a_report_older_than_the_test_does_not() throws Exception {
    sample.write("tests/open_test.sh", TEST);
    String _ = sample.commit(COMMIT);
    sample.report("open_test", "test_opens", "");
    sample.age("build/TEST-a.xml", 60);

    assertThat(sample.missing())
        .containsExactly("the report of its test is older than the test (tests/open_test.sh:1)");
  }

  @Test
  void a_test_of_which_no_report_tells_does_not() throws Exception {
    sample.write("tests/open_test.sh", TEST);
    String _ = sample.commit(COMMIT);

    assertThat(sample.missing())
        .containsExactly("no report says that its test passed (tests/open_test.sh:1)");
  }

  @Test
  void only_the_case_below_the_mention_counts() throws Exception {
    sample.write("tests/open_test.sh", TEST + "\ntest_closes() {\n}\n");
    String _ = sample.commit(COMMIT);
    sample.write(
        "build/TEST-a.xml",
        "<testsuite><testcase classname='open_test' name='test_opens'/><testcase"
            + " classname='open_test' name='test_closes'><failure/></testcase></testsuite>");
    assertThat(sample.missing()).isEmpty();

    sample.write("tests/open_test.sh", "# AC-001\n\ntest_opens() {\n}\n");
    sample.age("tests/open_test.sh", 60);
    assertThat(sample.missing()).containsExactly("its test failed (tests/open_test.sh:1)");
  }

  @Test
  void a_case_may_name_the_criterion_itself() throws Exception {
    String _ = sample.commit(COMMIT);
    sample.report("a.b.Doors", "opens [AC-001]", "");

    assertThat(sample.missing()).isEmpty();
  }

  @Test
  void the_proof_may_lead_through_a_requirement_or_a_task() throws Exception {
    sample.write("tests/open_test.sh", "# FR-001\ntest_opens() {\n}\n");
    String _ = sample.commit("1001/FR-001 opens");
    sample.report("open_test", "test_opens", "");
    assertThat(sample.missing()).containsExactly("no commit and no test stand behind it");

    sample.write("specs/1000/1001/tasks.md", "# Tasks\n\n- [x] T001 Open (FR-001, AC-001)\n");
    assertThat(sample.missing()).isEmpty();

    sample.write("specs/1000/1001/tasks.md", "");
    sample.spec(
        "1001",
        "- **FR-001**: a\n\n## Acceptance Criteria\n\n- [x] **AC-001**: It opens (FR-001).\n");
    assertThat(sample.missing()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "✅ 3 passed, ''",
    "❌ 1 failed, its test failed (specs/1000/1001/context.md:11)",
    "by eye, no report says that its test passed (specs/1000/1001/context.md:11)",
  })
  void a_session_that_met_it_recorded_the_test(String mark, String missing) throws Exception {
    String hash = sample.commit("Open");
    sample.context(
        "1001",
        """
        ### Session 1: 2026-11-20 - Start

        #### Changes to Spec
        - Met criterion AC-001

        #### Testing
        - Tried it: %s (10:00)

        #### Commits
        - `%s`: Open
        """
            .formatted(mark, hash),
        "");

    assertThat(String.join("", sample.missing())).isEqualTo(missing);
  }

  @Test
  void a_report_decides_before_what_a_session_recorded() throws Exception {
    sample.write("tests/open_test.sh", TEST);
    String _ = sample.commit(COMMIT);
    sample.context(
        "1001", "### Session 1: 2026-11-20 - A\n\n#### Testing\n- AC-001: ❌ no (10:00)\n", "");
    assertThat(sample.missing()).containsExactly("its test failed (specs/1000/1001/context.md:8)");

    sample.report("open_test", "test_opens", "");
    assertThat(sample.missing()).isEmpty();
  }
}
