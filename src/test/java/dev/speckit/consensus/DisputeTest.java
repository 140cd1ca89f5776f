package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.AuditFinding;
import dev.speckit.agent.Answer.ClaimStatus;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.consensus.Lookup.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DisputeTest {
  private static final AgentName ANN = new AgentName("ann");
  private static final AgentName BEN = new AgentName("ben");
  private static final AgentName CAT = new AgentName("cat");
  private static final List<AgentName> ROSTER = List.of(ANN, BEN, CAT);
  private static final Quorum TWO_OF_THREE = new Quorum(2, 3);
  private static final List<Demand> DEMANDS = List.of(new Demand("REQ-1", "Add numbers"));
  private static final Lookup LOOKUP =
      evidence -> evidence.quote().equals("there") ? Found.FOUND : Found.NO_TEXT;

  /// By agent: `M`et and `U`nmet with a place that is found, `m` and `u` without, `?` unclear, `-`
  /// for no claim, `.` for no answer.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MMM | ''",
        "MM- | ''",
        "MM? | ''",
        "UUU | ''",
        "mmm | ''",
        "MMU | REQ-1: met, see a:1, b:2; or not met, see c:3",
        "MUU | REQ-1: met, see a:1; or not met, see b:2, c:3",
        "UMM | REQ-1: met, see b:2, c:3; or not met, see a:1",
        "MMu | REQ-1: met, see a:1, b:2; or not met, without a place that was found",
        "muU | REQ-1: met, without a place that was found; or not met, see c:3",
        "MU. | REQ-1: met, see a:1; or not met, see b:2",
        "M.. | ''",
        "... | ''"
      })
  void a_requirement_is_disputed_when_some_say_met_and_others_unmet(String said, String claim) {
    List<Given<Answer.Validate>> given = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      char letter = said.charAt(i);
      if (letter != '.') {
        given.add(
            new Given<>(ROSTER.get(i), new Answer.Validate(claims(letter, i), Vote.PASS, null)));
      }
    }
    List<String> disputed = validate(given);
    assertThat(disputed).isEqualTo(claim.isEmpty() ? List.of() : List.of(claim));
    assertThat(validate(given.reversed())).isEqualTo(disputed);
  }

  private static List<String> validate(List<Given<Answer.Validate>> given) {
    return Dispute.of(ValidateConsensus.of(given, TWO_OF_THREE, ROSTER, DEMANDS, LOOKUP));
  }

  private static List<Answer.Claim> claims(char letter, int agent) {
    if (letter == '-') {
      return List.of();
    }
    ClaimStatus status =
        switch (Character.toLowerCase(letter)) {
          case 'm' -> ClaimStatus.MET;
          case 'u' -> ClaimStatus.UNMET;
          default -> ClaimStatus.UNCLEAR;
        };
    String quote = Character.isUpperCase(letter) ? "there" : "gone";
    String file = List.of("a", "b", "c").get(agent);
    return List.of(
        new Answer.Claim("REQ-1", status, List.of(new Answer.Evidence(file, agent + 1, quote))));
  }

  @Test
  void work_and_tasks_are_disputed_when_too_few_want_them() {
    List<Given<Answer.Plan>> plans =
        List.of(
            new Given<>(ANN, plan("Write the block store", "Paint the shed")),
            new Given<>(BEN, plan("Write the block store", "Buy \u001b[1ma\nhorse")),
            new Given<>(CAT, plan("Write the block store")));
    assertThat(Dispute.of(PlanConsensus.of(plans, TWO_OF_THREE, ROSTER, DEMANDS)))
        .containsExactly("Buy a horse", "Paint the shed");
    assertThat(Dispute.of(PlanConsensus.of(plans.subList(0, 1), TWO_OF_THREE, ROSTER, DEMANDS)))
        .as("too few answered")
        .isEmpty();
    List<Given<Answer.Tasks>> tasks =
        List.of(
            new Given<>(ANN, tasks("Write the block store", "Paint the shed")),
            new Given<>(BEN, tasks("Write the block store")));
    assertThat(Dispute.of(TasksConsensus.of(tasks, TWO_OF_THREE, ROSTER, DEMANDS)))
        .containsExactly("Paint the shed");
  }

  @Test
  void a_finding_is_disputed_when_not_everyone_who_answered_made_it() {
    AuditFinding both = finding("security", "src/A.java", "Escape the query");
    List<Given<Answer.Audit>> given =
        List.of(
            audit(ANN, both, finding("style", null, "Sort the imports of every file")),
            audit(BEN, both, finding("tests", "src/B.java", "Prove the empty list")));
    assertThat(Dispute.of(AuditConsensus.of(given, TWO_OF_THREE, ROSTER, LOOKUP)))
        .containsExactly(
            "style: Sort the imports of every file", "tests at src/B.java:7: Prove the empty list");
    assertThat(Dispute.of(AuditConsensus.of(given.subList(0, 1), TWO_OF_THREE, ROSTER, LOOKUP)))
        .isEmpty();
  }

  /// By agent: `u`nlock, `b`lock with a reason, `n`o reason, `-` for no answer.
  @ParameterizedTest
  @CsvSource({
    "uuu, ''",
    "bbb, ''",
    "uub, because of 2",
    "ubb, because of 1;because of 2",
    "uun, 'block, without a reason'",
    "ubn, because of 1",
    "ub-, because of 1",
    "b--, ''",
    "---, ''"
  })
  void votes_that_differ_are_disputed_by_the_reasons_against(String said, String claims) {
    List<Given<Answer.Unlock>> given = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      switch (said.charAt(i)) {
        case 'u' -> given.add(unlock(i, Vote.PASS, List.of("fine")));
        case 'b' -> given.add(unlock(i, Vote.FAIL, List.of("because of " + i)));
        case 'n' -> given.add(unlock(i, Vote.FAIL, List.of(" ")));
        default -> {}
      }
    }
    List<String> expected = claims.isEmpty() ? List.of() : Arrays.asList(claims.split(";", -1));
    assertThat(Dispute.of(UnlockConsensus.of(given, TWO_OF_THREE, ROSTER))).isEqualTo(expected);
    assertThat(Dispute.of(UnlockConsensus.of(given.reversed(), TWO_OF_THREE, ROSTER)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void claims_are_few_short_sorted_nameless_and_the_same_in_any_order(long seed) {
    Random random = new Random(seed);
    List<Given<Answer.Plan>> plans = new ArrayList<>();
    List<Given<Answer.Audit>> audits = new ArrayList<>();
    for (AgentName agent : ROSTER) {
      List<String> titles = new ArrayList<>();
      List<AuditFinding> findings = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String words = words(random);
        titles.add(words);
        findings.add(finding("kind" + random.nextInt(3), "src/" + random.nextInt(4), words));
      }
      plans.add(new Given<>(agent, plan(titles.toArray(String[]::new))));
      audits.add(audit(agent, findings.toArray(AuditFinding[]::new)));
    }
    List<String> planned = Dispute.of(PlanConsensus.of(plans, TWO_OF_THREE, ROSTER, DEMANDS));
    List<String> audited = Dispute.of(AuditConsensus.of(audits, TWO_OF_THREE, ROSTER, LOOKUP));
    for (List<String> claims : List.of(planned, audited)) {
      assertThat(claims)
          .hasSize(Dispute.CLAIMS_MAX)
          .isSorted()
          .doesNotHaveDuplicates()
          .allSatisfy(claim ->
              assertThat(claim)
                  .hasSizeLessThanOrEqualTo(Dispute.CLAIM_MAX + 1)
                  .doesNotContain("\n")
                  .doesNotContain("ann", "ben", "cat"));
    }
    for (int i = 0; i < 2; i++) {
      Collections.shuffle(plans, random);
      Collections.shuffle(audits, random);
      assertThat(Dispute.of(PlanConsensus.of(plans, TWO_OF_THREE, ROSTER, DEMANDS)))
          .isEqualTo(planned);
      assertThat(Dispute.of(AuditConsensus.of(audits, TWO_OF_THREE, ROSTER, LOOKUP)))
          .isEqualTo(audited);
    }
  }

  private static String words(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 20 + random.nextInt(20); i > 0; i--) {
      text.append(Long.toString(random.nextLong(1L << 40), 20).replaceAll("[a-c]", "x"))
          .append(' ');
    }
    return text.toString();
  }

  private static Answer.Plan plan(String... titles) {
    return new Answer.Plan(
        Arrays.stream(titles).map(title -> new Answer.WorkItem(title, null, List.of())).toList(),
        List.of(),
        List.of(),
        null);
  }

  private static Answer.Tasks tasks(String... titles) {
    return new Answer.Tasks(
        Arrays.stream(titles)
            .map(title -> new Answer.Task(title, List.of(), List.of(), "it runs", List.of()))
            .toList(),
        null);
  }

  private static AuditFinding finding(
      String category, @Nullable String file, String recommendation) {
    return new AuditFinding(
        category, Magnitude.MINOR, file, file == null ? null : 7, "there", recommendation);
  }

  private static Given<Answer.Audit> audit(AgentName agent, AuditFinding... findings) {
    return new Given<>(agent, new Answer.Audit(List.of(findings), Vote.FAIL));
  }

  private static Given<Answer.Unlock> unlock(int agent, Vote vote, List<String> reasons) {
    return new Given<>(ROSTER.get(agent), new Answer.Unlock(vote, reasons));
  }
}
