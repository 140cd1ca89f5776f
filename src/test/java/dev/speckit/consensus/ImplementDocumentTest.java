package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ImplementDocumentTest {
  private static final AgentName ANN = new AgentName("ann");
  private static final AgentName BEN = new AgentName("ben");
  private static final DocumentHead HEAD =
      new DocumentHead("Sums", "[[spec|1001]]", "run-1", Map.of(), List.of(), List.of());

  @Test
  void what_agents_say_of_their_work_reads_back_in_any_order() {
    ImplementAgreement agreement = of(given(ANN, "Added it"), given(BEN, "Added it too"));
    assertThat(of(given(BEN, "Added it too"), given(ANN, "Added it"))).isEqualTo(agreement);
    Json.Fields stored = (Json.Fields) Json.read(agreement.json().write()).value().orElseThrow();
    assertThat(ImplementAgreement.read(stored)).isEqualTo(agreement);
  }

  @Test
  void the_document_says_what_was_chosen_and_why() {
    List<CandidateLine> candidates =
        List.of(
            new CandidateLine(
                ANN,
                "abc1234",
                List.of("src/B.java", "src/A|.java"),
                5,
                1,
                "test passed",
                null,
                true),
            new CandidateLine(BEN, "", List.of(), 0, 0, "", "it changed nothing", false));
    String text =
        ImplementDocument.markdown(
            HEAD,
            List.of(new CheckLine("test", false, "1 test failed", "3 passed, 1 failed")),
            candidates,
            "ann: the only one whose checks pass",
            "The branch main stands at it.",
            Optional.of(of(given(ANN, "Added\n# it"), given(BEN, "Nothing"))));
    assertThat(text)
        .contains("ann: the only one whose checks pass\n\nThe branch main stands at it.")
        .contains("| ann | abc1234 | 2 | +5 -1 | test passed | **chosen** |")
        .contains("| ben | none | 0 | +0 -0 | none ran | not chosen: it changed nothing |")
        .contains("### Files of ann\n\n- src/A\\|.java\n- src/B.java")
        .contains("| test | failed: 1 test failed | 3 passed, 1 failed |")
        .contains("- ann: Added \\# it\n  - says it ran: mvn test");
  }

  @Test
  void nothing_to_choose_from_is_said() {
    assertThat(
            ImplementDocument.markdown(
                HEAD, List.of(), List.of(), "no candidate can be taken", "", Optional.empty()))
        .contains("no candidate can be taken")
        .contains("## Candidates\n\nNone.");
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static ImplementAgreement of(Given<Answer.Implement>... given) {
    return ImplementAgreement.of(List.of(given), new Quorum(1, 2), List.of(ANN, BEN));
  }

  private static Given<Answer.Implement> given(AgentName agent, String summary) {
    return new Given<>(
        agent, new Answer.Implement(summary, List.of("src/A.java"), List.of("mvn test"), null));
  }
}
