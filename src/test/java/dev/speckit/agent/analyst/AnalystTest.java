package dev.speckit.agent.analyst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.WorkItem;
import dev.speckit.agent.AnswerJson;
import dev.speckit.agent.AnswerReader;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.Subject;
import dev.speckit.spec.Criterion;
import dev.speckit.spec.Requirement;
import dev.speckit.spec.SpecDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class AnalystTest {
  private static final List<String> SAMPLES =
      List.of("storage.md", "foundation.md", "library.md", "thermostat.md", "photos.md");

  static Stream<Arguments> samples() {
    return SAMPLES.stream()
        .flatMap(sample -> Stream.of(Analyst.values()).map(one -> Arguments.of(one, sample)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_plan_covers_every_requirement_and_every_criterion(Analyst analyst, String sample) {
    SpecDocument spec = SpecDocument.parse("spec.md", text(sample));
    assertThat(spec.requirements()).isNotEmpty();
    assertThat(spec.criteria()).isNotEmpty();
    Set<String> covered = new HashSet<>();
    plan(analyst, text(sample)).workItems().forEach(item -> covered.addAll(item.requirements()));
    assertThat(covered).containsAll(demanded(spec)).isSubsetOf(demanded(spec));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void tasks_cover_every_criterion_and_depend_on_earlier_tasks_only(
      Analyst analyst, String sample) {
    SpecDocument spec = SpecDocument.parse("spec.md", text(sample));
    Answer.Tasks tasks =
        (Answer.Tasks)
            Analysis.answer(Path.of("/nowhere"), analyst, Subject.TASKS, documents(text(sample)));
    Set<String> covered = new HashSet<>();
    Set<String> earlier = new HashSet<>();
    for (Answer.Task task : tasks.tasks()) {
      assertThat(earlier).containsAll(task.dependsOn());
      assertThat(task.validation()).isNotBlank();
      covered.addAll(task.requirements());
      earlier.add(task.title());
    }
    assertThat(covered).containsAll(demanded(spec));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void every_answer_satisfies_the_schema_of_its_subject(Analyst analyst, String sample) {
    for (Subject subject : Subject.values()) {
      if (subject.writes()) {
        continue;
      }
      Answer answer =
          Analysis.answer(Path.of("/nowhere"), analyst, subject, documents(text(sample)));
      assertThat(AnswerReader.read(subject, AnswerJson.write(answer).writeIndented(), ""))
          .isInstanceOfSatisfying(
              AnswerReader.Reading.Accepted.class,
              accepted -> assertThat(accepted.answer()).isEqualTo(answer));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void the_same_documents_give_the_same_answer(Analyst analyst, String sample) {
    for (Subject subject : Subject.values()) {
      if (subject.writes()) {
        continue;
      }
      assertThat(Analysis.answer(Path.of("/nowhere"), analyst, subject, documents(text(sample))))
          .isEqualTo(
              Analysis.answer(Path.of("/nowhere"), analyst, subject, documents(text(sample))));
    }
  }

  @ParameterizedTest
  @EnumSource(Analyst.class)
  void an_empty_spec_gives_a_question_and_no_work(Analyst analyst) {
    Answer.Plan plan = plan(analyst, "");
    assertThat(plan.workItems()).isEmpty();
    assertThat(plan.questions()).anyMatch(question -> question.contains("no requirement"));
    assertThat(plan.confidence()).isEqualTo(Answer.Confidence.LOW);
  }

  @ParameterizedTest
  @EnumSource(Analyst.class)
  void a_spec_of_prose_gives_a_plan_about_its_sections(Analyst analyst) {
    assertThat(plan(analyst, text("prose.md")).workItems())
        .extracting(WorkItem::title)
        .anyMatch(title -> title.contains("Mooring"))
        .anyMatch(title -> title.contains("Lights"));
  }

  @ParameterizedTest
  @CsvSource({
    "REQUIREMENTS, storage.md, FR-011, vague-word",
    "CONSISTENCY, storage.md, AC-006, contradicting-numbers",
    "DELIVERY, storage.md, AC-10, untestable-criterion",
    "REQUIREMENTS, photos.md, FR-003, no-limit",
    "DELIVERY, photos.md, FR-004, placeholder",
  })
  void an_analyst_asks_about_what_it_looks_for(
      Analyst analyst, String sample, String id, String rule) {
    assertThat(issues(analyst, Subject.CLARIFY, documents(text(sample))))
        .anyMatch(issue ->
            id.equals(issue.requirement())
                && String.valueOf(issue.reasoning()).contains("rule " + rule + ","));
  }

  @Test
  void good_requirements_of_the_example_are_not_called_vague() {
    assertThat(issues(Analyst.REQUIREMENTS, Subject.CLARIFY, documents(text("storage.md"))))
        .filteredOn(issue -> String.valueOf(issue.reasoning()).contains("rule vague-word,"))
        .extracting(Answer.Issue::requirement)
        .containsOnly("FR-011");
  }

  @Test
  void a_vague_requirement_scores_lower_than_a_measured_one() {
    Answer.Checklist checklist =
        (Answer.Checklist)
            Analysis.answer(
                Path.of("/nowhere"),
                Analyst.REQUIREMENTS,
                Subject.CHECKLIST,
                documents(text("storage.md")));
    assertThat(rating(checklist, "FR-011").specificity()).isLessThan(6);
    assertThat(rating(checklist, "FR-004").specificity()).isGreaterThanOrEqualTo(8);
  }

  @Test
  void a_plan_that_forgets_a_requirement_is_an_issue_and_fr_10_does_not_name_fr_1() {
    List<PromptDocument> documents = new ArrayList<>(documents(text("photos.md")));
    documents.add(
        new PromptDocument("plan", "plan.md", "# Plan\n\n- Copy (FR-001, FR-002, FR-0031)\n"));
    assertThat(issues(Analyst.REQUIREMENTS, Subject.ANALYZE, documents))
        .extracting(Answer.Issue::requirement)
        .containsExactly("FR-003", "FR-004");
  }

  @Test
  void more_work_than_fits_is_named_in_a_question() {
    StringBuilder text = new StringBuilder("# T\n\n## Requirements\n\n");
    for (int i = 0; i < 1000; i++) {
      text.append("- **FR-").append(i).append("**: Door ").append(i).append(" MUST lock.\n");
    }
    Answer.Plan plan = plan(Analyst.REQUIREMENTS, text.toString());
    assertThat(plan.workItems()).hasSize(Analyst.ITEMS_MAX);
    assertThat(plan.questions().getFirst()).startsWith("800 more work items");
  }

  @ParameterizedTest
  @EnumSource(Analyst.class)
  void a_spec_of_a_hundred_thousand_requirements_is_answered_within_bounds(Analyst analyst) {
    StringBuilder text = new StringBuilder("# T\n\n## Requirements\n\n");
    for (int i = 0; i < 100_000; i++) {
      text.append("- **FR-").append(i).append("**: The door MUST lock.\n");
    }
    Answer.Plan plan = plan(analyst, text.toString());
    assertThat(plan.workItems()).hasSizeLessThanOrEqualTo(Analyst.ITEMS_MAX);
    assertThat(plan.questions()).anyMatch(question -> question.startsWith("90000 requirements"));
  }

  @ParameterizedTest
  @EnumSource(Analyst.class)
  void a_task_is_validated_by_the_criteria_that_name_its_requirement(Analyst analyst) {
    String text =
        """
        # Door

        ## Requirements

        - **FR-1**: The main door MUST lock at night.
        - **FR-2**: The main door MUST lock at noon.
        - **FR-3**: Lamps MUST glow.
        - **FR-4**: Bells MUST ring.

        ## Acceptance Criteria

        - [ ] **AC-1**: The main door is locked at noon and at night (FR-1, FR-3, FR-4).
        """;
    Answer.Tasks tasks =
        (Answer.Tasks)
            Analysis.answer(Path.of("/nowhere"), analyst, Subject.TASKS, documents(text));
    for (Answer.Task task : tasks.tasks()) {
      boolean unproved = task.requirements().contains("FR-2");
      assertThat(task.validation().startsWith("No criterion"))
          .as(task.toString())
          .isEqualTo(unproved);
    }
  }

  @Test
  void line_ends_change_nothing() {
    assertThat(plan(Analyst.DELIVERY, text("photos.md").replace("\n", "\r\n")))
        .isEqualTo(plan(Analyst.DELIVERY, text("photos.md")));
  }

  private static Answer.Rating rating(Answer.Checklist checklist, String id) {
    return checklist.requirements().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> demanded(SpecDocument spec) {
    return Stream.concat(
            spec.requirements().stream().map(Requirement::id),
            spec.criteria().stream().map(Criterion::id))
        .toList();
  }

  private static List<Answer.Issue> issues(
      Analyst analyst, Subject subject, List<PromptDocument> documents) {
    return ((Answer.Issues) Analysis.answer(Path.of("/nowhere"), analyst, subject, documents))
        .issues();
  }

  private static Answer.Plan plan(Analyst analyst, String text) {
    return (Answer.Plan)
        Analysis.answer(Path.of("/nowhere"), analyst, Subject.PLAN, documents(text));
  }

  private static List<PromptDocument> documents(String text) {
    return List.of(new PromptDocument("spec", "specs/1000/1001/spec.md", text));
  }

  private static String text(String sample) {
    try (InputStream in = AnalystTest.class.getResourceAsStream("/analyst/" + sample)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return sample.equals("thermostat.md") ? text.replace("\n", "\r\n") : text;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
