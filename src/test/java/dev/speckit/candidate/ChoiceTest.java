package dev.speckit.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.candidate.Choice.Judged;
import dev.speckit.checks.CheckResult;
import dev.speckit.checks.TestReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChoiceTest {
  /// Three tests passed before, two failed, one was skipped.
  private static final List<CheckResult> BASE = List.of(failed(counts(3, 2, 1)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # passed, skipped, lines, files of alice | of bob | chosen | bob or alice: why not
          5,1,10,2 | 6,0,90,2 | bob   | alice: its checks passed, but it has 5 tests passed, not 6.
          5,1,10,2 | 5,2,5,2  | alice | bob: its checks passed, but it skips 1 test more than before.
          5,1,10,2 | 5,1,9,2  | bob   | alice: its checks passed, but it changes 10 lines, not 9.
          5,1,10,3 | 5,1,10,2 | bob   | alice: its checks passed, but it changes 3 files, not 2.
          5,1,10,2 | 5,1,10,2 | alice | bob: its checks passed, but it stands behind alice in the roster.
          5,0,10,2 | 5,1,90,9 | bob   | alice: check test has 5 tests, 6 before the change.
          4,2,10,2 | 5,1,90,9 | bob   | alice: check test ran 4 tests, 5 before the change.
          """)
  void the_better_of_two_is_taken(String alice, String bob, String chosen, String why) {
    Choice choice = Choice.of(BASE, List.of(judged("alice", alice), judged("bob", bob)));
    assertThat(name(choice)).isEqualTo(chosen);
    assertThat(choice.explanation()).contains(why).contains(chosen + " is taken: check test");
    String loser = chosen.equals("alice") ? "bob" : "alice";
    assertThat(choice.lost()).containsOnlyKeys(loser);
    assertThat(why).isEqualTo(loser + ": " + choice.lost().get(loser) + ".");
    assertThat(choice.fit()).isEqualTo(why.contains(" before the change") ? 1 : 2);
  }

  @Test
  void who_left_the_checks_alone_comes_before_more_tests() {
    Judged alice = judged("alice", "5,1,10,2");
    Judged bob = meddling(judged("bob", "500,1,10,2"));
    Choice choice = Choice.of(BASE, List.of(alice, bob));
    assertThat(name(choice)).isEqualTo("alice");
    assertThat(choice.explanation())
        .contains("bob: its checks passed, but it changes tools/test.sh, which check test runs.");
  }

  @Test
  void who_changed_a_check_is_taken_with_a_warning_when_there_is_nobody_else() {
    Choice choice = Choice.of(BASE, List.of(meddling(judged("bob", "500,1,10,2"))));
    assertThat(name(choice)).isEqualTo("bob");
    assertThat(choice.explanation()).contains("bob changes tools/test.sh, which check test runs.");
  }

  private static Judged meddling(Judged one) {
    Candidate candidate = one.candidate();
    return new Judged(
        new Candidate(
            candidate.agent(),
            candidate.commit(),
            candidate.reference(),
            List.of("src/A.java", "tools/test.sh"),
            candidate.added(),
            candidate.removed(),
            List.of(),
            List.of("tools/test.sh, which check test runs"),
            null),
        one.checks());
  }

  @Test
  void a_failed_check_is_never_taken() {
    Judged bob = new Judged(candidate("bob", 1, 1), List.of(failed(counts(50, 1, 0))));
    Choice choice = Choice.of(BASE, List.of(bob));
    assertThat(choice.chosen()).isNull();
    assertThat(choice.explanation())
        .isEqualTo("No candidate can be taken. bob: check test did not pass, 1 failed.");
  }

  @Test
  void rejected_and_empty_ones_are_never_taken() {
    Candidate rejected =
        new Candidate("bob", "c", "r", List.of("f"), 1, 0, List.of(), "it holds a link");
    Candidate empty = new Candidate("carol", "", "", List.of(), 0, 0, List.of(), null);
    Candidate own = new Candidate("dave", "", "", List.of(), 0, 0, List.of("specs/x"), null);
    Choice choice =
        Choice.of(
            List.of(),
            List.of(
                new Judged(rejected, List.of()),
                new Judged(empty, List.of()),
                new Judged(own, List.of())));
    assertThat(choice.chosen()).isNull();
    assertThat(choice.explanation())
        .contains("bob: it holds a link.")
        .contains("carol: changed nothing.")
        .contains("dave: changed nothing but files that are speckit's own.");
  }

  @Test
  void without_checks_that_is_said_aloud() {
    Choice choice =
        Choice.of(
            List.of(),
            List.of(
                new Judged(candidate("alice", 20, 2), List.of()),
                new Judged(candidate("bob", 10, 2), List.of())));
    assertThat(choice.explanation())
        .isEqualTo(
            "bob is taken: 10 lines changed in 2 files. No checks are set, so nothing but the size"
                + " of the changes tells them apart. alice: it changes 20 lines, not 10.");
  }

  @Test
  void where_no_tests_were_counted_before_that_is_said() {
    CheckResult plain = result(CheckResult.End.PASSED, null);
    Choice choice =
        Choice.of(List.of(plain), List.of(new Judged(candidate("bob", 1, 1), List.of(plain))));
    assertThat(choice.explanation())
        .isEqualTo(
            "bob is taken: check test passed, 1 line changed in 1 file. No tests were counted"
                + " before the change, so nobody can tell if one is gone.");
  }

  @Test
  void one_whose_checks_did_not_run_is_not_taken() {
    Choice choice = Choice.of(BASE, List.of(new Judged(candidate("bob", 1, 1), List.of())));
    assertThat(choice.explanation()).contains("bob: check test was not run.");
  }

  @Test
  void nobody_is_not_a_winner() {
    assertThat(Choice.of(BASE, List.of()))
        .isEqualTo(new Choice(null, "There is no candidate.", Map.of(), 0));
  }

  @Test
  void the_order_of_the_candidates_matters_for_the_last_tie_only() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      List<Judged> all = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        all.add(any(random, "agent" + i));
      }
      Choice first = Choice.of(BASE, all);
      Collections.shuffle(all, random);
      Choice second = Choice.of(BASE, all);
      assertThat(worth(second.chosen(), all)).isEqualTo(worth(first.chosen(), all));
      for (Judged one : all) {
        assertThat(second.explanation()).contains(one.candidate().agent());
      }
    }
  }

  private static Judged any(Random random, String agent) {
    TestReport.Counts counts =
        counts(3 + random.nextInt(4), random.nextInt(4) == 0 ? 1 : 0, random.nextInt(3));
    Candidate candidate = candidate(agent, 1 + random.nextInt(3), 1 + random.nextInt(2));
    return new Judged(
        candidate,
        List.of(counts.bad() > 0 ? failed(counts) : result(CheckResult.End.PASSED, counts)));
  }

  private static String worth(@Nullable Candidate chosen, List<Judged> all) {
    for (Judged one : all) {
      TestReport.Counts counts = one.checks().getFirst().tests();
      if (one.candidate().equals(chosen) && counts != null) {
        int newlySkipped = Math.max(0, counts.skipped() - 1);
        return List.of(
                counts.passed(),
                newlySkipped,
                one.candidate().added(),
                one.candidate().files().size())
            .toString();
      }
    }
    return "none";
  }

  private static @Nullable String name(Choice choice) {
    return choice.chosen() == null ? null : choice.chosen().agent();
  }

  /// @param figures tests passed, tests skipped, lines changed, files changed
  private static Judged judged(String agent, String figures) {
    int[] each =
        IntStream.of(0, 1, 2, 3)
            .map(i -> Integer.parseInt(figures.split(",", -1)[i].strip()))
            .toArray();
    return new Judged(
        candidate(agent, each[2], each[3]),
        List.of(result(CheckResult.End.PASSED, counts(each[0], 0, each[1]))));
  }

  private static Candidate candidate(String agent, int lines, int files) {
    List<String> names = IntStream.range(0, files).mapToObj(i -> "f" + i).toList();
    return new Candidate(agent, "c-" + agent, "r-" + agent, names, lines, 0, List.of(), null);
  }

  private static TestReport.Counts counts(int passed, int failed, int skipped) {
    return new TestReport.Counts(passed, failed, 0, skipped, 0);
  }

  private static CheckResult failed(TestReport.Counts counts) {
    return result(CheckResult.End.FAILED, counts);
  }

  private static CheckResult result(CheckResult.End end, TestReport.@Nullable Counts counts) {
    boolean passed = end == CheckResult.End.PASSED;
    return new CheckResult(
        "test", end, passed ? 0 : 1, passed ? null : "1 failed", 5, counts, null, "x");
  }
}
