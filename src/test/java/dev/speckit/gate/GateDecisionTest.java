package dev.speckit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Issue;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Rating;
import dev.speckit.agent.Answer.Resolvability;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Demand;
import dev.speckit.consensus.Given;
import dev.speckit.consensus.Quorum;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateDecision.Decided;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.gate.GateDecision.Onward;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateDecisionTest {
  private static final AgentName ANN = new AgentName("ann");
  private static final AgentName BEN = new AgentName("ben");
  private static final AgentName CAT = new AgentName("cat");
  private static final List<AgentName> ROSTER = List.of(ANN, BEN, CAT);
  private static final Quorum TWO_OF_THREE = new Quorum(2, 3);
  private static final List<Demand> DEMANDS =
      List.of(new Demand("FR-1", "Store"), new Demand("FR-2", "Restore"));

  /// Answers of three agents; `-` did not raise it. Stated confidence is that of the first.
  @ParameterizedTest
  @CsvSource({
    "30 days, 30 days., 30  DAYS, HIGH, HIGH",
    "30 days, 30 days, 30 days, MEDIUM, MEDIUM",
    "30 days, 30 days, 30 days, LOW, LOW",
    "30 days, 30 days, 90 days, HIGH, MEDIUM",
    "30 days, 30 days, -, HIGH, MEDIUM",
    "30 days, 60 days, 90 days, HIGH, LOW",
    "30 days, -, -, HIGH, LOW",
    "'', '', '', HIGH, LOW",
    "yes, Yeah!, true, HIGH, HIGH",
  })
  void confidence_follows_agreement_and_never_exceeds_what_was_stated(
      String ann, String ben, String cat, Confidence stated, Confidence expected) {
    List<Given<Answer.Issues>> given = new ArrayList<>();
    given.add(issues(ANN, raised(ann, stated)));
    given.add(ben.equals("-") ? issues(BEN) : issues(BEN, raised(ben, Confidence.HIGH)));
    given.add(cat.equals("-") ? issues(CAT) : issues(CAT, raised(cat, Confidence.HIGH)));
    GateAgreement.Issues merged = IssueConsensus.of(Subject.CLARIFY, given, TWO_OF_THREE, ROSTER);
    assertThat(merged.issues()).hasSize(1);
    assertThat(merged.issues().getFirst().confidence()).isEqualTo(expected);
  }

  @Test
  void the_gravest_magnitude_and_the_most_careful_resolvability_count() {
    GateAgreement.Issues merged =
        clarify(
            issues(ANN, issue("How long are archives kept?", "30 days", Magnitude.MINOR)),
            issues(
                BEN,
                new Issue(
                    "How long must archives be kept?",
                    "30 days",
                    Confidence.HIGH,
                    Magnitude.CRITICAL,
                    Resolvability.NEED_HUMAN,
                    null,
                    "FR-1",
                    null)),
            issues(CAT, issue("Which codec compresses blocks?", "zstd", Magnitude.MINOR)));
    assertThat(merged.issues()).hasSize(2);
    GateIssue first = merged.issues().getFirst();
    assertThat(first.magnitude()).isEqualTo(Magnitude.CRITICAL);
    assertThat(first.resolvability()).isEqualTo(Resolvability.NEED_HUMAN);
    assertThat(first.agreement().supporters()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FR-2: 10 years contradicts 1 year of FR-1 | FR-1: no criterion speaks of this requirement",
        "FR-1: 10 years contradicts 1 year of FR-2 | How should FR-1 be reworded?",
        "Which codec compresses archives? | How long does FR-1 keep archives on the tape?",
        "FR-1: no criterion speaks of this | FR-2: no criterion speaks of this",
      })
  void issues_of_one_requirement_that_say_different_things_stay_two(String one, String other) {
    GateAgreement.Issues merged =
        clarify(
            issues(ANN, issue(one, "a", Magnitude.MINOR)),
            issues(BEN, issue(other, "b", Magnitude.MINOR)));
    assertThat(merged.issues())
        .extracting(GateIssue::question)
        .containsExactlyInAnyOrder(one, other);
  }

  @Test
  void one_contradiction_seen_from_both_sides_is_one_issue() {
    GateAgreement.Issues merged =
        clarify(
            issues(ANN, issue("FR-1: 10 years contradicts 1 year of FR-2", "a", Magnitude.MINOR)),
            issues(BEN, issue("FR-2: 1 year contradicts 10 years of FR-1", "b", Magnitude.MINOR)));
    assertThat(merged.issues()).hasSize(1);
  }

  @Test
  void all_agreed_on_a_small_matter_is_an_assumption() {
    Decided decided = decided(all("30 days", Magnitude.MINOR, Resolvability.AUTO_FIX));
    assertThat(decided.questions()).isEmpty();
    assertThat(decided.assumptions()).hasSize(1);
    assertThat(decided.onward(OnQuestion.STOP)).isInstanceOf(Onward.Continue.class);
  }

  @Test
  void only_confirmations_stop_for_approval_and_any_question_for_input() {
    GateAgreement confirm = all("30 days", Magnitude.IMPORTANT, Resolvability.SUGGEST_FIX);
    GateAgreement ask = all("30 days", Magnitude.CRITICAL, Resolvability.SUGGEST_FIX);
    assertThat(decided(confirm).onward(OnQuestion.STOP))
        .isInstanceOfSatisfying(
            Onward.Stop.class, stop -> assertThat(stop.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL));
    assertThat(decided(ask).onward(OnQuestion.STOP))
        .isInstanceOfSatisfying(
            Onward.Stop.class, stop -> assertThat(stop.exit()).isEqualTo(ExitCode.NEEDS_INPUT));
    assertThat(decided(ask).onward(OnQuestion.DEFER))
        .isInstanceOfSatisfying(Onward.Continue.class, on -> assertThat(on.questions()).hasSize(1));
  }

  @Test
  void the_same_question_has_the_same_id_and_is_not_asked_twice() {
    Decided first = decided(all("30 days", Magnitude.CRITICAL, Resolvability.AUTO_FIX));
    String id = first.questions().getFirst().id();
    assertThat(id).matches("q-[0-9a-f]{8}");
    Decided again = decided(all("a year", Magnitude.IMPORTANT, Resolvability.NEED_HUMAN));
    assertThat(again.questions()).extracting(Question::id).containsExactly(id);
    assertThat(again.without(Set.of(id)).questions()).isEmpty();
    assertThat(IssueMerge.id("How  LONG?", "FR-1")).isEqualTo(IssueMerge.id("how long", "FR-1"));
    assertThat(IssueMerge.id("how long", "FR-2")).isNotEqualTo(IssueMerge.id("how long", "FR-1"));
  }

  @Test
  void two_gates_that_find_the_same_ask_it_once_with_what_both_said() {
    GateAgreement clarify = all("30 days", Magnitude.CRITICAL, Resolvability.AUTO_FIX);
    GateAgreement analyze =
        IssueConsensus.of(
            Subject.ANALYZE,
            List.of(issues(ANN, raised("a year", Confidence.HIGH))),
            new Quorum(1, 1),
            List.of(ANN));
    Decided both = (Decided) GateDecision.of(List.of(clarify, analyze));
    assertThat(both.questions()).hasSize(1);
    assertThat(both.questions().getFirst().answers()).hasSize(2);
  }

  @Test
  void no_answer_fails_and_too_few_block() {
    assertThat(GateDecision.of(List.of(clarify()))).isInstanceOf(GateDecision.Failed.class);
    assertThat(GateDecision.of(List.of())).isInstanceOf(GateDecision.Failed.class);
    assertThat(GateDecision.of(List.of(clarify(issues(ANN)))))
        .isInstanceOfSatisfying(
            GateDecision.Blocked.class,
            blocked -> assertThat(blocked.verdict().reason()).contains("missing: ben, cat"));
    assertThat(GateDecision.of(List.of(clarify(issues(ANN), issues(BEN)))))
        .isInstanceOf(Decided.class);
  }

  @Test
  void ratings_are_medians_and_low_ones_become_questions() {
    GateAgreement.Checklist checklist =
        ChecklistConsensus.of(
            List.of(
                ratings(ANN, new Rating("FR-1", 2, 9, 6, 6, "Say how many.")),
                ratings(BEN, new Rating("FR-1", 5, 4, 6, 7, "Say how many!")),
                ratings(
                    CAT, new Rating("FR-1", 9, 5, 5, 6, null), new Rating("X", 1, 1, 1, 1, null))),
            TWO_OF_THREE,
            ROSTER,
            DEMANDS);
    GateAgreement.Score score = checklist.scores().getFirst();
    assertThat(score.overall()).isEqualByComparingTo("5.5");
    assertThat(score.needsImprovement()).isTrue();
    assertThat(checklist.unrated()).containsExactly("FR-2");
    assertThat(checklist.unknown()).containsExactly("X");
    assertThat(checklist.issues()).hasSize(1);
    assertThat(checklist.issues().getFirst().leadingAnswer()).contains("Say how many.");
    assertThat(checklist.issues().getFirst().confidence()).isEqualTo(Confidence.MEDIUM);
  }

  @ParameterizedTest
  @CsvSource({
    "How long are archives kept? Name the days., IMPORTANT, 1",
    "Name the days., IMPORTANT, 2",
    "How long are archives kept? Name the days., MINOR, 2",
  })
  void a_low_rating_that_repeats_a_question_asks_no_second_one(
      String suggestion, Magnitude magnitude, int questions) {
    GateAgreement.Checklist checklist =
        ChecklistConsensus.of(
            List.of(
                ratings(ANN, new Rating("FR-1", 4, 4, 4, 4, suggestion)),
                ratings(BEN, new Rating("FR-1", 4, 4, 4, 4, suggestion))),
            TWO_OF_THREE,
            ROSTER,
            DEMANDS);
    GateAgreement asked = all("Name the days.", magnitude, Resolvability.NEED_HUMAN);
    Decided decided = (Decided) GateDecision.of(List.of(asked, checklist));
    assertThat(decided.rulings()).hasSize(questions);
  }

  @Test
  void six_is_enough() {
    GateAgreement.Checklist checklist =
        ChecklistConsensus.of(
            List.of(ratings(ANN, new Rating("FR-1", 6, 6, 6, 6, "Better words"))),
            new Quorum(1, 1),
            List.of(ANN),
            DEMANDS);
    assertThat(checklist.issues()).isEmpty();
  }

  private static Decided decided(GateAgreement agreement) {
    return (Decided) GateDecision.of(List.of(agreement));
  }

  private static GateAgreement all(
      String answer, Magnitude magnitude, Resolvability resolvability) {
    Issue issue =
        new Issue(
            "How long are archives kept?",
            answer,
            Confidence.HIGH,
            magnitude,
            resolvability,
            null,
            "FR-1",
            null);
    return clarify(issues(ANN, issue), issues(BEN, issue), issues(CAT, issue));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static GateAgreement.Issues clarify(Given<Answer.Issues>... given) {
    return IssueConsensus.of(Subject.CLARIFY, List.of(given), TWO_OF_THREE, ROSTER);
  }

  private static Given<Answer.Issues> issues(AgentName agent, Issue... issues) {
    return new Given<>(agent, new Answer.Issues(List.of(issues)));
  }

  private static Given<Answer.Checklist> ratings(AgentName agent, Rating... ratings) {
    return new Given<>(agent, new Answer.Checklist(List.of(ratings)));
  }

  private static Issue issue(String question, String answer, Magnitude magnitude) {
    return new Issue(
        question, answer, Confidence.HIGH, magnitude, Resolvability.AUTO_FIX, null, "FR-1", null);
  }

  private static Issue raised(String answer, Confidence confidence) {
    return new Issue(
        "How long are archives kept?",
        answer,
        confidence,
        Magnitude.MINOR,
        Resolvability.AUTO_FIX,
        null,
        "FR-1",
        null);
  }
}
