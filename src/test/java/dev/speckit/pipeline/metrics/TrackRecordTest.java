package dev.speckit.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.json.Json;
import dev.speckit.pipeline.metrics.TrackRecord.Judged;
import dev.speckit.pipeline.metrics.TrackRecord.Settlement;
import dev.speckit.pipeline.metrics.TrackRecord.Share;
import dev.speckit.run.RunEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackRecordTest {
  private static final String PLAN =
      """
      {"participation": {"roster": ["alice", "bob", "carol"], "missing": ["carol"]},
       "agreed": [{"title": "A", "provenance": [{"agent": "alice"}, {"agent": "bob"}]}],
       "dissent": [{"title": "B", "provenance": [{"agent": "bob"}]}]}
      """;

  @Test
  void only_those_who_answered_have_an_answer() {
    TrackRecord record = of(List.of(judged("full", 2, PLAN)), List.of(), List.of());
    assertThat(record.agents()).containsOnlyKeys("alice", "bob");
    assertThat(record.agents().get("alice").answers()).isEqualTo(1);
  }

  @Test
  void an_item_counts_as_supported_where_enough_said_it() {
    TrackRecord record =
        of(List.of(judged("full", 2, PLAN), judged("degraded", 2, PLAN)), List.of(), List.of());
    assertThat(record.agents().get("alice").items()).isEqualTo(new Share(2, 2));
    assertThat(record.agents().get("bob").items()).isEqualTo(new Share(2, 4));
  }

  @ParameterizedTest
  @CsvSource({"full, 1", "insufficient, 2", "failed, 2"})
  void where_one_voice_was_enough_or_too_few_answered_nothing_is_said_of_support(
      String status, int need) {
    TrackRecord record = of(List.of(judged(status, need, PLAN)), List.of(), List.of());
    assertThat(record.agents().get("bob").items()).isEqualTo(new Share(0, 0));
  }

  @Test
  void a_claim_hits_when_its_place_was_found_and_one_that_is_unclear_is_none() {
    String validate =
        """
        {"participation": {"roster": ["alice"], "missing": []},
         "demands": [{"id": "FR-1", "claims": [{"agent": "alice", "status": "met", "weighs": true}]},
                     {"id": "FR-2", "claims": [{"agent": "alice", "status": "unmet"}]},
                     {"id": "FR-3", "claims": [{"agent": "alice", "status": "unclear"}]}]}
        """;
    TrackRecord record = of(List.of(judged("full", 1, validate)), List.of(), List.of());
    assertThat(record.agents().get("alice").claims()).isEqualTo(new Share(1, 2));
  }

  @Test
  void a_proposal_hits_when_a_person_took_it_word_by_word() {
    Json.Fields question =
        json(
            """
            {"answers": [{"text": "2 seconds", "supporters": ["alice", "bob"]},
                         {"text": "5 seconds", "supporters": ["carol"]}]}
            """);
    TrackRecord record =
        of(
            List.of(),
            List.of(
                new Settlement(question, true, "2 seconds"),
                new Settlement(question, true, "in my own words"),
                new Settlement(question, false, "2 seconds")),
            List.of());
    assertThat(record.agents().get("alice").proposals()).isEqualTo(new Share(1, 3));
    assertThat(record.agents().get("carol").proposals()).isEqualTo(new Share(0, 3));
  }

  @Test
  void candidates_count_once_a_choice_was_made_of_them_and_only_the_last_of_each() {
    TrackRecord record =
        of(
            List.of(),
            List.of(),
            List.of(
                List.of(taken("a", "alice"), taken("a", "bob"), chosen("alice")),
                List.of(
                    taken("b", "alice"), taken("c", "alice"), taken("c", "alice"), chosen(null)),
                List.of(taken("d", "bob"))));
    assertThat(record.agents().get("alice").candidates()).isEqualTo(new Share(1, 2));
    assertThat(record.agents().get("bob").candidates()).isEqualTo(new Share(0, 1));
  }

  @Test
  void a_share_needs_five_cases() {
    assertThat(new Share(4, 4).share()).isEmpty();
    assertThat(new Share(4, 5).share()).contains(0.8);
  }

  @Test
  void a_report_never_shows_a_share_without_its_cases() {
    TrackRecord record = of(List.of(judged("full", 2, PLAN)), List.of(), List.of());
    Json.Fields data = TrackRecordReport.of(record).data();
    Json.Fields items = data.objects("agents").getFirst().object("items").orElseThrow();
    assertThat(items.integer("of")).contains(1L);
    assertThat(items.find("share")).isEmpty();
    assertThat(TrackRecordReport.of(record).blocks().toString()).contains("1 of 1, n/a");
  }

  private static TrackRecord of(
      List<Judged> verdicts, List<Settlement> settlements, List<List<RunEvent>> journals) {
    return TrackRecord.of(verdicts, settlements, journals);
  }

  private static Judged judged(String status, int need, String content) {
    return new Judged(status, need, json(content));
  }

  private static RunEvent taken(String input, String agent) {
    return new RunEvent.CandidateTaken(
        input, new AgentName(agent), "refs/x", "c", List.of("a"), 1, 0, List.of(), null);
  }

  private static RunEvent chosen(@Nullable String agent) {
    return new RunEvent.CandidateChosen(
        agent == null ? null : new AgentName(agent), "c", "it passes");
  }

  private static Json.Fields json(String text) {
    return (Json.Fields) Json.read(text).value().orElseThrow();
  }
}
