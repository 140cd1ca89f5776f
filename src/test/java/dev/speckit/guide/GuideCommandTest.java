package dev.speckit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuideCommandTest {
  @TempDir Path temporary;
  private Taught taught;

  @BeforeEach
  void make() throws Exception {
    taught = Taught.in(temporary);
  }

  @Test
  void without_a_topic_it_lists_them() throws Exception {
    String text = taught.guide(Map.of()).data().text("text").orElseThrow();
    GuideTopic.words().forEach(word -> assertThat(text).contains("speckit guide " + word));
  }

  @ParameterizedTest
  @EnumSource
  void a_guide_says_calls_exit_codes_and_names_the_spec(GuideTopic topic) throws Exception {
    Map<String, String> before = taught.snapshot();
    Report report = taught.guide(Map.of("topic", List.of(topic.word()), "id", List.of("1001")));
    String text = report.data().text("text").orElseThrow();
    assertThat(text).contains("`speckit ", "## Exit codes").doesNotContain("{", "}", "TODO");
    assertThat(report.blocks().getLast()).isEqualTo(new Block.Verbatim(text));
    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @Test
  void how_the_spec_stands_comes_first() throws Exception {
    taught.write("specs/1000/1001/plan.md", "# Plan\n");
    taught.write(
        "specs/1000/1001/spec.md",
        taught.read("specs/1000/1001/spec.md").replace("- [ ] **AC-1**", "- [x] **AC-1**"));
    Report report = taught.guide(Map.of("topic", List.of("work"), "id", List.of("1001")));
    Json.Fields spec = report.data().object("spec").orElseThrow();
    assertThat(spec.text("title")).contains("Beehive Scale");
    assertThat(spec.texts("artifacts")).containsExactly("specs/1000/1001/plan.md");
    assertThat(spec.texts("open_criteria")).containsExactly("AC-2");
    assertThat(spec.integer("sessions")).contains(0L);
    assertThat(shown(report))
        .contains("status: planning", "criteria: 1 of 2 met", "session: none yet")
        .anyMatch(line -> line.startsWith("  open: AC-2 "));
  }

  @Test
  void an_open_session_is_told() throws Exception {
    taught.write(
        "specs/1000/1001/context.md",
        """
        # Context: Beehive Scale

        ## Implementation Timeline

        ### Session 1: 2026-11-21 - Weigh
        **Participants**: Ada <ada@example.org>
        """);
    Report report = taught.guide(Map.of("topic", List.of("work"), "id", List.of("1001")));
    assertThat(shown(report)).contains("session: 1 is open: Weigh");
    assertThat(report.data().object("spec").orElseThrow().integer("open_session")).contains(1L);
  }

  @Test
  void what_a_person_typed_behind_the_id_is_repeated() throws Exception {
    Report report =
        taught.guide(
            Map.of(
                "topic",
                List.of("work"),
                "id",
                List.of("1001"),
                "status",
                List.of("true"),
                "words",
                List.of("be", "quick")));
    assertThat(report.blocks().get(1))
        .isInstanceOfSatisfying(
            Block.Notes.class,
            notes ->
                assertThat(notes.lines().stream().map(Block.Cell::text))
                    .anyMatch(line -> line.contains("speckit work 1001 --status"))
                    .contains("The person also said: be quick"));
  }

  @Test
  void a_title_cannot_forge_lines_or_colours() throws Exception {
    taught.write(
        "specs/1000/1001/spec.md", "# Spec: A\u001b[31m\u2028B\u202e " + "x".repeat(9999) + "\n");
    Report report = taught.guide(Map.of("topic", List.of("check"), "id", List.of("1001")));
    assertThat(shown(report)).allMatch(line -> line.length() < 200);
    assertThat(shown(report).getFirst()).doesNotContain("\u001b", "\u2028", "\u202e");
  }

  @Test
  void an_unknown_spec_and_a_wish_of_another_topic_are_refused() {
    assertThatThrownBy(() -> taught.guide(Map.of("topic", List.of("work"), "id", List.of("1002"))))
        .isInstanceOf(Failure.Usage.class);
    assertThatThrownBy(
            () -> taught.guide(Map.of("topic", List.of("run"), "status", List.of("true"))))
        .isInstanceOf(Failure.Usage.class);
    assertThatThrownBy(() ->
            taught.guide(
                Map.of(
                    "topic",
                    List.of("work"),
                    "status",
                    List.of("true"),
                    "resume",
                    List.of("true"))))
        .isInstanceOf(Failure.Usage.class);
  }

  private static List<String> shown(Report report) {
    return ((Block.Facts) report.blocks().getFirst())
        .facts().stream().map(fact -> fact.label() + ": " + fact.value().text()).toList();
  }
}
