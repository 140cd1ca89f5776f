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
                + " test stand behind it, place=specs/1000/1001/spec.md:10, remedy=name it"
                + " in the test, or: speckit work 1001 test -m \"AC-001: ...\"]");
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

    assertThat(sample.missing()).containsExactly("no test names it");
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
    "Ran `make test`: ✅ exit 0 in 2 s, no test names it (session 1 ran tests and passed)",
    "Ran `make test`: ❌ exit 2 in 2 s, no test names it (session 1 ran tests and failed)",
    "Tried FR-002: ✅ it works, no test names it (session 1 ran tests and passed)",
    "Coverage (`c.xml`): 80.0% of lines, no test names it (session 1 recorded tests)",
  })
  void that_a_session_met_it_and_ran_something_proves_nothing(String entry, String missing)
      throws Exception {
    tested(entry);

    assertThat(sample.missing()).containsExactly(missing);
    assertThat(sample.graph().unproven().getFirst().problem().remedy())
        .isEqualTo("name it in the test, or: speckit work 1001 test -m \"AC-001: ...\"");
    assertThat(backing().tests()).isEmpty();
    assertThat(backing().state()).isEqualTo(Backing.State.NO_TEST);
  }

  @ParameterizedTest
  @CsvSource({
    "AC-001: measured 912 MB/s, ''",
    "AC-001: ✅ no lock failed, ''",
    "1001/AC-001 by hand: 0 failures, ''",
    "AC-001 and FR-002: ❌ no, its test failed (specs/1000/1001/context.md:11)",
    "AC-001: it fails after an hour, its test failed (specs/1000/1001/context.md:11)",
    "AC-001: not tested, its test was skipped (specs/1000/1001/context.md:11)",
    "Ran `make AC-001`: ✅ exit 0 in 2 s, ''",
    "Ran `make AC-001`: ❌ exit 2 in 2 s, its test failed (specs/1000/1001/context.md:11)",
    "Coverage (`AC-001.xml`): 80.0% of lines, no report says that its test passed"
        + " (specs/1000/1001/context.md:11)",
    "AC-0011: measured, no test names it (session 1 ran tests and passed)",
  })
  void a_recorded_test_proves_what_it_names(String entry, String missing) throws Exception {
    tested(entry);

    assertThat(String.join("", sample.missing())).isEqualTo(missing);
  }

  @Test
  void what_one_test_action_writes_is_one_test() throws Exception {
    tested(
        "AC-001: all locks",
        "Ran `make test`: ✅ exit 0 in 2 s",
        "Test reports (`build/*.xml`): ✅ 3 passed",
        "Coverage (`c.xml`): 80.0% of lines");
    assertThat(backing().tests()).extracting(TraceItem.Test::name).hasSize(1);
    assertThat(sample.missing()).isEmpty();

    tested("AC-001: all locks", "Ran `make test`: ❌ exit 2 in 2 s");
    assertThat(sample.missing()).containsExactly("its test failed (specs/1000/1001/context.md:11)");
  }

  @Test
  void of_recorded_tests_the_last_one_decides_and_the_others_are_history() throws Exception {
    tested("AC-001: ❌ one", "AC-001: ✅ two");
    assertThat(sample.missing()).isEmpty();
    assertThat(backing().tests()).extracting(TraceItem.Test::name).containsExactly("AC-001: ✅ two");

    tested("AC-001: ✅ one", "AC-001: ❌ two");
    assertThat(sample.missing()).containsExactly("its test failed (specs/1000/1001/context.md:12)");
  }

  @Test
  void the_last_one_may_stand_in_the_context_of_another_spec() throws Exception {
    tested("AC-001: ✅ one");
    sample.write("specs/1000/1001/1011.spec.md", "# Spec: Spring\n");
    sample.write(
        "specs/1000/1001/1011.context.md",
        "# Context: Spring\n\n## Implementation Timeline\n\n### Session 1: 2026-11-21 - B\n\n"
            + "#### Testing\n- 1001/AC-001: ❌ broken (10:00)\n");

    assertThat(sample.missing())
        .containsExactly("its test failed (specs/1000/1001/1011.context.md:8)");
  }

  @Test
  void a_run_of_a_spec_below_or_above_proves_nothing() throws Exception {
    sample.write(
        "specs/1000/1001/1011.spec.md",
        "# Spec: Spring\n\nIt serves AC-001.\n\n## Acceptance Criteria\n\n"
            + "- [x] **AC-009**: It springs.\n");
    String hash = sample.commit("Open");
    String session =
        "### Session 1: 2026-11-20 - A\n\n#### Changes to Spec\n- Met criterion AC-009 (10:00)\n\n"
            + "#### Testing\n- Ran `make`: ✅ exit 0 in 2 s (10:00)\n\n#### Commits\n- `"
            + hash
            + "`: Open\n";
    sample.write(
        "specs/1000/1001/1011.context.md",
        "# Context: Spring\n\n## Implementation Timeline\n\n" + session);

    assertThat(sample.missing())
        .containsExactly(
            "no test names it (session 1 of 1011 ran tests and passed)",
            "no test names it (session 1 ran tests and passed)");
  }

  @Test
  void a_test_that_names_it_and_tells_nothing_good_is_not_outdone_by_its_neighbours()
      throws Exception {
    sample.spec(
        "1001",
        "- **FR-001**: a\n\n## Acceptance Criteria\n\n- [x] **AC-001**: It opens (FR-001).\n");
    sample.write("tests/open_test.sh", TEST + "\n# FR-001\ntest_other() {\n}\n");
    String _ = sample.commit(COMMIT);
    sample.write(
        "build/TEST-a.xml",
        "<testsuite><testcase classname='open_test' name='test_opens'><skipped/></testcase>"
            + "<testcase classname='open_test' name='test_other'/></testsuite>");

    assertThat(sample.missing()).containsExactly("its test was skipped (tests/open_test.sh:1)");
  }

  @ParameterizedTest
  @CsvSource({
    "file='tests/gone_test.sh', true",
    "file='./tests/gone_test.sh', true",
    "file='tests\\gone_test.sh', true",
    "file='/elsewhere/w/tests/gone_test.sh', true",
    "file='tests/open_test.sh', false",
    "file='open_test.sh', false",
    "file='/elsewhere/w/tests/open_test.sh', false",
    "file='C:\\w\\tests\\open_test.sh', false",
    "file='C:\\w\\tests\\gone_test.sh', true",
    "file='<stdin>', false",
    "classname='tests/gone.test.ts', true",
    "classname='a.b.Gone', false",
  })
  void a_case_of_a_file_that_is_gone_did_not_pass(String where, boolean gone) throws Exception {
    sample.write("tests/open_test.sh", "true\n");
    String _ = sample.commit(COMMIT);
    sample.write(
        "build/TEST-a.xml",
        "<testsuite><testcase name='opens AC-001' %s/></testsuite>"
            .formatted(where.replace("<", "&lt;")));

    assertThat(sample.missing().toString())
        .isEqualTo(gone ? "[the file of its test is gone (build/TEST-a.xml)]" : "[]");
    if (gone) {
      assertThat(backing().state()).isEqualTo(Backing.State.STALE);
      assertThat(backing().tests()).extracting(each -> each.result().word()).contains("stale");
      assertThat(sample.links("1001/AC-001").getLast()).contains("; its file ", " is gone | ");
    }
  }

  @Test
  void a_test_file_that_was_deleted_takes_its_proof_along() throws Exception {
    sample.write("tests/open_test.sh", TEST);
    String _ = sample.commit(COMMIT);
    sample.write(
        "build/TEST-a.xml",
        "<testsuite><testcase name='test_AC_001' file='tests/open_test.sh'/></testsuite>");
    assertThat(sample.missing()).isEmpty();

    sample.git("rm", "-q", "tests/open_test.sh");
    assertThat(sample.missing()).containsExactly("the file of its test is gone (build/TEST-a.xml)");
  }

  @ParameterizedTest
  @CsvSource({
    "'', <failure/>, its test failed",
    "<failure/>, '', its test failed",
    "<error/>, '', its test failed",
    "<skipped/>, <failure/>, its test failed",
    "'', <skipped/>, its test was skipped",
    "<skipped/>, '', its test was skipped",
    "<skipped/>, <skipped/>, its test was skipped",
    "'', '', ''",
    "<failure/>, <flakyFailure/>, ''",
    "<flakyFailure/>, <failure/>, ''",
    "'', <flakyFailure/>, ''",
  })
  void of_a_case_that_stands_there_twice_the_worse_counts(
      String first, String second, String missing) throws Exception {
    String _ = sample.commit(COMMIT);
    String twice =
        "<testsuite><testcase classname='%1$s' name='%2$s'>%3$s</testcase><testcase"
            + " classname='%1$s' name='%2$s'>%4$s</testcase></testsuite>";
    sample.write("build/TEST-a.xml", twice.formatted("Doors", "opens AC-001", first, second));
    assertThat(String.join("", sample.missing()).replaceFirst(" \\(.*", "")).isEqualTo(missing);

    sample.write("tests/open_test.sh", TEST);
    sample.write("build/TEST-a.xml", twice.formatted("open_test", "test_opens", first, second));
    assertThat(String.join("", sample.missing()).replaceFirst(" \\(.*", "")).isEqualTo(missing);
  }

  private Backing backing() throws InterruptedException {
    TraceGraph graph = sample.graph();
    return graph.backing((TraceItem.Demand) graph.find("1001/AC-001").orElseThrow());
  }

  /// A session that met the criterion, committed, and recorded these entries.
  private void tested(String... entries) throws Exception {
    StringBuilder testing = new StringBuilder();
    for (String each : entries) {
      testing.append("- ").append(each).append(" (10:00)\n");
    }
    String hash = sample.commit("Open");
    sample.context(
        "1001",
        """
        ### Session 1: 2026-11-20 - Start

        #### Changes to Spec
        - Met criterion AC-001

        #### Testing
        %s
        #### Commits
        - `%s`: Open
        """
            .formatted(testing, hash),
        "");
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
