package dev.speckit.pipeline.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageVerdictTest {
  @Test
  void demands_are_shown_with_status_and_whose_claims_showed_something() {
    StageVerdict verdict =
        verdict(
            """
            {"demands": [
               {"id": "FR-1", "text": "It opens", "status": "met",
                "agreement": {"supporters": 1, "responders": 2, "roster": 2},
                "claims": [{"agent": "alice", "status": "met", "weighs": true},
                           {"agent": "bob", "status": "unmet", "weighs": false}]},
               {"id": "FR-2", "text": "It closes", "status": "unproven", "claims": []}],
             "dissent": [{"id": "FR-1", "agent": "bob", "status": "unmet"}],
             "ballots": [{"agent": "bob", "verdict": "fail"}]}
            """);
    assertThat(verdict.hasItems()).isFalse();
    assertThat(titles(verdict.agreed())).containsExactly("It opens");
    assertThat(verdict.agreed().getFirst().texts("supporters")).containsExactly("alice");
    assertThat(titles(verdict.dissent())).containsExactly("FR-1 is unmet");
    assertThat(verdict.blocks("validate").toString())
        .contains("Requirements: validate", "FR-2", "unproven", "bob: unmet (not found)")
        .doesNotContain("Ballots");
    assertThat(verdict.addTo(Json.fields()).objects("requirements")).hasSize(2);
  }

  @Test
  void findings_that_nothing_shows_are_dissent() {
    StageVerdict verdict =
        verdict(
            """
            {"findings": [
               {"category": "secret", "magnitude": "critical", "file": "a.txt", "line": 3,
                "recommendation": "Remove it", "weighs": true, "supporters": ["alice", "bob"]},
               {"category": "style", "magnitude": "minor", "recommendation": "Indent",
                "weighs": false, "supporters": ["bob"]}]}
            """);
    assertThat(titles(verdict.agreed())).containsExactly("secret: Remove it");
    assertThat(titles(verdict.dissent())).containsExactly("style: Indent");
    assertThat(verdict.blocks("audit").toString()).contains("a.txt:3", "not verified");
    assertThat(verdict.addTo(Json.fields()).objects("findings")).hasSize(2);
  }

  @Test
  void ballots_are_shown_with_their_reasons() {
    StageVerdict verdict =
        verdict(
            """
            {"opens": false,
             "ballots": [{"agent": "alice", "verdict": "block", "reasons": ["No manual"]},
                         {"agent": "bob", "verdict": "unlock", "reasons": []}],
             "dissent": [{"agent": "bob", "verdict": "unlock", "reasons": []}]}
            """);
    assertThat(titles(verdict.agreed())).containsExactly("block");
    assertThat(verdict.agreed().getFirst().texts("supporters")).containsExactly("alice");
    assertThat(titles(verdict.dissent())).containsExactly("unlock");
    assertThat(verdict.blocks("unlock").toString()).contains("Ballots: unlock", "No manual");
  }

  @Test
  void what_implementers_say_of_their_work_is_shown_as_their_words() {
    StageVerdict verdict =
        verdict("{\"summaries\": [{\"agent\": \"alice\", \"summary\": \"Did it\"}]}");
    assertThat(verdict.agreed()).isEmpty();
    assertThat(verdict.blocks("implement").toString()).contains("In their words", "Did it");
    assertThat(verdict.addTo(Json.fields()).objects("summaries")).hasSize(1);
  }

  @Test
  void plans_keep_their_form() {
    StageVerdict verdict =
        verdict("{\"agreed\": [{\"title\": \"A\"}], \"dissent\": [{\"title\": \"B\"}]}");
    assertThat(verdict.hasItems()).isTrue();
    assertThat(titles(verdict.agreed())).containsExactly("A");
    assertThat(titles(verdict.dissent())).containsExactly("B");
    assertThat(verdict.blocks("plan")).isEmpty();
    assertThat(verdict.addTo(Json.fields())).isEqualTo(Json.fields());
  }

  private static List<String> titles(List<Json.Fields> items) {
    return items.stream().map(item -> item.text("title").orElse("")).toList();
  }

  private static StageVerdict verdict(String text) {
    return new StageVerdict((Json.Fields) Json.read(text).value().orElseThrow());
  }
}
