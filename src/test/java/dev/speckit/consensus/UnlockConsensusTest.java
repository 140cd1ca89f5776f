package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnlockConsensusTest {
  private static final AgentName ANN = new AgentName("ann");
  private static final AgentName BEN = new AgentName("ben");
  private static final AgentName CAT = new AgentName("cat");
  private static final List<AgentName> ROSTER = List.of(ANN, BEN, CAT);

  /// By agent: `u`nlock, `b`lock, `-` for no answer.
  @ParameterizedTest
  @CsvSource({
    "uuu, 2, true, 0, full",
    "uub, 2, true, 1, full",
    "uu-, 2, true, 0, degraded",
    "ubb, 2, false, 1, full",
    "ub-, 2, false, 1, degraded",
    "bbb, 2, false, 0, full",
    "u--, 2, false, 1, insufficient",
    "---, 2, false, 0, failed",
    "uub, 3, false, 2, full",
    "ub-, 1, true, 1, degraded"
  })
  void it_opens_when_enough_say_so(
      String said, int need, boolean opens, int dissent, String participation) {
    List<Given<Answer.Unlock>> given = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      if (said.charAt(i) != '-') {
        given.add(given(ROSTER.get(i), said.charAt(i) == 'u' ? Vote.PASS : Vote.FAIL));
      }
    }
    UnlockAgreement agreement = UnlockConsensus.of(given, new Quorum(need, 3), ROSTER);
    assertThat(agreement.opens()).isEqualTo(opens);
    assertThat(agreement.objection().isEmpty()).isEqualTo(opens);
    assertThat(agreement.dissent()).hasSize(dissent);
    assertThat(agreement.participation().word()).isEqualTo(participation);
    assertThat(UnlockConsensus.of(given.reversed(), new Quorum(need, 3), ROSTER))
        .isEqualTo(agreement);
    Json.Fields stored = (Json.Fields) Json.read(agreement.json().write()).value().orElseThrow();
    assertThat(UnlockAgreement.read(stored)).isEqualTo(agreement);
  }

  @Test
  void the_objection_says_how_many_block_and_why() {
    UnlockAgreement agreement =
        UnlockConsensus.of(
            List.of(
                given(CAT, Vote.FAIL, "later"),
                given(ANN, Vote.PASS, "fine"),
                given(BEN, Vote.FAIL, " ", "The log\nis \u001b[1mmissing")),
            new Quorum(2, 3),
            ROSTER);
    assertThat(agreement.objection()).contains("2 of 3 say block: The log is missing");
    assertThat(
            UnlockConsensus.of(List.of(given(ANN, Vote.PASS)), new Quorum(2, 3), ROSTER)
                .objection())
        .contains("1 of 1 say unlock, 2 must say unlock");
  }

  @Test
  void the_document_shows_votes_and_dissent() {
    UnlockAgreement agreement =
        UnlockConsensus.of(
            List.of(
                given(ANN, Vote.PASS, "All is done"),
                given(BEN, Vote.PASS),
                given(CAT, Vote.FAIL, "# no")),
            new Quorum(2, 3),
            ROSTER);
    String text = UnlockDocument.markdown(head(), List.of(), Optional.of(agreement));
    assertThat(text)
        .contains("**Unlocked.** 2 of 3 agents say unlock.")
        .contains("## Open points\n\nNone.")
        .contains("## Dissent\n\n- cat: block\n  - \\# no");
  }

  @Test
  void open_points_keep_it_locked_without_a_vote() {
    List<OpenPoint> open =
        List.of(new OpenPoint("AC-1 is not ticked", "specs/spec.md:12", "validate"));
    String text = UnlockDocument.markdown(head(), open, Optional.empty());
    assertThat(text)
        .contains("**Locked.** 1 point is open.")
        .contains("- [ ] AC-1 is not ticked (specs/spec.md:12), from validate")
        .contains("nobody was asked, because something is open");
    assertThat(OpenPoint.read(OpenPoint.note(open))).isEqualTo(open);
    assertThat(OpenPoint.read(Json.fields())).isEmpty();
  }

  private static DocumentHead head() {
    return new DocumentHead("Sums", "[[spec|1001]]", "run-1", Map.of(), List.of(), List.of());
  }

  private static Given<Answer.Unlock> given(AgentName agent, Vote vote, String... reasons) {
    return new Given<>(agent, new Answer.Unlock(vote, List.of(reasons)));
  }
}
