package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.ClaimStatus;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.agent.Outcome;
import dev.speckit.consensus.Lookup.Found;
import dev.speckit.consensus.ValidateAgreement.Status;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ValidateConsensusTest {
  private static final AgentName ANN = new AgentName("ann");
  private static final AgentName BEN = new AgentName("ben");
  private static final AgentName CAT = new AgentName("cat");
  private static final List<AgentName> ROSTER = List.of(CAT, ANN, BEN);
  private static final List<Demand> DEMANDS =
      List.of(new Demand("REQ-1", "Add numbers"), new Demand("REQ-2", "Print the sum"));

  /// What stands in a file named `here` is found.
  private static final Lookup LOOKUP =
      evidence ->
          switch (evidence.file()) {
            case "here" -> Found.FOUND;
            case "elsewhere" -> Found.ELSEWHERE;
            default -> Found.NO_TEXT;
          };

  /// By agent: `m`et, `u`nmet, `?` unclear with a place that is found in capitals (`M`, `U`), `-`
  /// for no claim.
  @ParameterizedTest
  @CsvSource({
    "MM-, MET, 2",
    "MMM, MET, 3",
    "MMu, MET, 2",
    "MM?, MET, 2",
    "Mm-, UNPROVEN, 1",
    "mmm, UNPROVEN, 0",
    "M--, UNPROVEN, 1",
    "---, UNPROVEN, 0",
    "???, UNPROVEN, 0",
    "uuu, UNPROVEN, 0",
    "MMU, DISPUTED, 2",
    "M-U, DISPUTED, 1",
    "mmU, UNMET, 0",
    "--U, UNMET, 0",
    "UUU, UNMET, 0"
  })
  void a_demand_is_met_when_enough_show_it_and_nobody_shows_the_contrary(
      String said, Status status, int supporters) {
    List<Given<Answer.Validate>> given = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      given.add(given(ROSTER.get(i), claims(said.charAt(i))));
    }
    ValidateAgreement agreement = of(given);
    assertThat(agreement.items().getFirst().status()).isEqualTo(status);
    assertThat(agreement.items().getFirst().agreement()).isEqualTo(new Agreement(supporters, 3, 3));
    assertThat(agreement.objection().isPresent()).isTrue();
  }

  private static List<Answer.Claim> claims(char said) {
    return switch (said) {
      case 'M' -> List.of(claim("req-01", ClaimStatus.MET, "elsewhere"));
      case 'm' -> List.of(claim("REQ-1", ClaimStatus.MET, "gone"));
      case 'U' -> List.of(claim("[REQ-1]", ClaimStatus.UNMET, "here"));
      case 'u' -> List.of(claim("REQ-1", ClaimStatus.UNMET));
      case '?' -> List.of(claim("REQ-1", ClaimStatus.UNCLEAR, "here"));
      default -> List.of();
    };
  }

  @Test
  void the_objection_names_what_is_not_met_and_how() {
    ValidateAgreement agreement =
        of(
            List.of(
                given(ANN, List.of(claim("REQ-1", ClaimStatus.MET, "here"))),
                given(BEN, List.of(claim("REQ-1", ClaimStatus.UNMET, "here"))),
                given(CAT, List.of(claim("REQ-1", ClaimStatus.MET, "here")))));
    assertThat(agreement.objection()).contains("REQ-1 is disputed; REQ-2 is not shown to be met");
  }

  @Test
  void what_everybody_shows_meets_no_objection() {
    List<Answer.Claim> all =
        List.of(claim("REQ-1", ClaimStatus.MET, "here"), claim("REQ-2", ClaimStatus.MET, "here"));
    ValidateAgreement agreement = of(List.of(given(ANN, all), given(BEN, all)));
    assertThat(agreement.objection()).isEmpty();
    assertThat(agreement.participation().word()).isEqualTo("degraded");
    assertThat(agreement.supporters()).containsExactly(ANN, BEN);
  }

  @Test
  void votes_on_the_whole_decide_nothing() {
    List<Given<Answer.Validate>> given = new ArrayList<>();
    for (AgentName agent : ROSTER) {
      given.add(new Given<>(agent, new Answer.Validate(List.of(), Vote.PASS, null)));
    }
    assertThat(of(given).objection())
        .contains("REQ-1 is not shown to be met; REQ-2 is not shown to be met");
  }

  @Test
  void a_spec_without_demands_has_nothing_to_validate() {
    ValidateAgreement agreement =
        ValidateConsensus.of(
            List.of(given(ANN, List.of(claim("REQ-1", ClaimStatus.MET, "here")))),
            new Quorum(1, 1),
            List.of(ANN),
            List.of(),
            LOOKUP);
    assertThat(agreement.objection()).contains("nothing to validate: the spec has no requirements");
    assertThat(agreement.notAsked())
        .containsExactly(new ValidateAgreement.NotAsked(ANN, "REQ-1", ClaimStatus.MET));
  }

  @Test
  void many_demands_do_not_make_a_long_line() {
    List<Demand> many = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      many.add(new Demand("REQ-" + i, "Text"));
    }
    ValidateAgreement agreement =
        ValidateConsensus.of(List.of(), new Quorum(1, 1), List.of(ANN), many, LOOKUP);
    assertThat(agreement.objection().orElseThrow())
        .endsWith("REQ-6 is not shown to be met; and 44 more");
  }

  @Test
  void who_says_two_things_of_one_demand_is_held_to_the_worse() {
    ValidateAgreement agreement =
        of(
            List.of(
                given(
                    ANN,
                    List.of(
                        claim("REQ-1", ClaimStatus.MET, "here"),
                        claim("req-1", ClaimStatus.UNMET, "here"))),
                given(BEN, List.of(claim("REQ-1", ClaimStatus.MET, "here"))),
                given(CAT, List.of(claim("REQ-1", ClaimStatus.MET, "here")))));
    assertThat(agreement.items().getFirst().status()).isEqualTo(Status.DISPUTED);
    assertThat(agreement.items().getFirst().claims()).hasSize(3);
  }

  @Test
  void what_lost_is_kept_with_its_author_and_its_places() {
    ValidateAgreement agreement =
        of(
            List.of(
                given(ANN, List.of(claim("REQ-1", ClaimStatus.MET, "here"))),
                given(BEN, List.of(claim("REQ-1", ClaimStatus.MET, "here"))),
                given(CAT, List.of(claim("REQ-1", ClaimStatus.UNMET, "gone")))));
    assertThat(agreement.items().getFirst().lost())
        .extracting(ValidateAgreement.Claim::agent)
        .containsExactly(CAT);
    assertThat(agreement.json().objects("dissent"))
        .singleElement()
        .satisfies(lost ->
            assertThat(lost.write()).contains("\"id\":\"REQ-1\"", "\"gone\"", "\"no-text\""));
  }

  @ParameterizedTest
  @EnumSource(ClaimStatus.class)
  void the_order_of_answers_never_matters_and_what_is_stored_reads_back(ClaimStatus status) {
    Random random = new Random(status.ordinal());
    for (int round = 0; round < 50; round++) {
      List<Given<Answer.Validate>> given = new ArrayList<>();
      for (AgentName agent : ROSTER) {
        List<Answer.Claim> claims = new ArrayList<>();
        claims.add(claim("REQ-9", status, "gone"));
        for (int i = random.nextInt(4); i > 0; i--) {
          claims.add(
              claim(
                  "REQ-" + (1 + random.nextInt(3)),
                  ClaimStatus.values()[random.nextInt(3)],
                  List.of("here", "elsewhere", "gone").get(random.nextInt(3))));
        }
        given.add(given(agent, claims));
      }
      ValidateAgreement first = of(given);
      Collections.shuffle(given, random);
      assertThat(of(given)).isEqualTo(first);
      Json.Fields stored = (Json.Fields) Json.read(first.json().write()).value().orElseThrow();
      assertThat(ValidateAgreement.read(stored)).isEqualTo(first);
      assertThat(ValidateAgreement.read(stored).json()).isEqualTo(first.json());
    }
  }

  @Test
  void the_document_shows_claims_places_and_no_markup_of_agents() {
    ValidateAgreement agreement =
        of(
            List.of(
                given(ANN, List.of(claim("REQ-1", ClaimStatus.MET, "here"))),
                given(
                    BEN,
                    List.of(
                        claim("REQ-1", ClaimStatus.MET, "here"),
                        claim("[[REQ-7]]\n# x", ClaimStatus.MET, "here"))),
                given(CAT, List.of(claim("REQ-1", ClaimStatus.UNMET, "<b>gone</b>")))));
    List<CheckLine> checks = List.of(new CheckLine("test", true, null, "12 passed"));
    String text = ValidateDocument.markdown(head(), checks, "", Optional.of(agreement));
    assertThat(text)
        .contains("| test | passed | 12 passed |")
        .contains("**Not met.** REQ-2 is not shown to be met.")
        .contains("| REQ-1 | Add numbers | met | 2 of 3 |")
        .contains("- ann: met\n  - here:3 (found): int total")
        .contains("- cat: unmet (a doubt without a place that was found)")
        .contains("- REQ-1 met: cat said unmet, naming &lt;b&gt;gone&lt;/b&gt;:3 (no-text)")
        .contains("- \\[\\[REQ-7\\]\\] \\# x, which the spec does not have: ben said met")
        .isEqualTo(
            ValidateDocument.markdown(
                head(), checks, "", Optional.of(ValidateAgreement.read(agreement.json()))));
  }

  @Test
  void files_that_changed_meanwhile_are_named_and_nothing_is_met() {
    List<CheckLine> checks = List.of(new CheckLine("test", true, null, "12 passed"));
    assertThat(ValidateDocument.markdown(head(), checks, "src/*.java", Optional.empty()))
        .contains("nobody was asked, because files changed while the checks ran")
        .contains("**Not met.** Files changed while they were validated: src/\\*.java.");
  }

  @Test
  void a_failed_check_has_a_document_without_opinions() {
    String text =
        ValidateDocument.markdown(
            head(),
            List.of(new CheckLine("test", false, "2 tests | failed", "10 passed, 2 failed")),
            "",
            Optional.empty());
    assertThat(text)
        .contains("nobody was asked, because a check did not pass")
        .contains("| test | failed: 2 tests \\| failed | 10 passed, 2 failed |")
        .doesNotContain("## Dissent");
  }

  private static DocumentHead head() {
    return new DocumentHead(
        "Sums",
        "[[spec|1001]]",
        "run-1",
        Map.of(ANN, Outcome.ANSWERED, BEN, Outcome.ANSWERED, CAT, Outcome.ANSWERED),
        List.of(),
        List.of());
  }

  private static ValidateAgreement of(List<Given<Answer.Validate>> given) {
    return ValidateConsensus.of(given, new Quorum(2, 3), ROSTER, DEMANDS, LOOKUP);
  }

  private static Given<Answer.Validate> given(AgentName agent, List<Answer.Claim> claims) {
    return new Given<>(agent, new Answer.Validate(claims, Vote.PASS, null));
  }

  private static Answer.Claim claim(String id, ClaimStatus status, String... files) {
    return new Answer.Claim(
        id,
        status,
        List.of(files).stream().map(file -> new Answer.Evidence(file, 3, "int total")).toList());
  }
}
