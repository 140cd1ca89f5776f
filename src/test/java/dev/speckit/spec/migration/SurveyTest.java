package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecDocument;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each document of the old layout is and where it goes.
class SurveyTest {
  private static final String EPIC = "specs/1000-epic-a/1000-epic-a.spec.md";
  private static final String FEATURE = "specs/1000-epic-a/1001-feature-b/1001-feature-b.spec.md";

  @ParameterizedTest
  @CsvSource({
    "specs/1000-epic-a/1002-feature-c/1002-feature-c.spec.md, specs/1000/1002/spec.md",
    "specs/1000-epic-a/1002-c/1002-c.spec.md, specs/1000/1002/spec.md",
    "specs/1000-epic-a/1002-c/spec.md, specs/1000/1002/spec.md",
    "specs/1002-feature-c/1002-feature-c.spec.md, specs/1000/1002/spec.md",
    "specs/1002-feature-c.spec.md, specs/1000/1002/spec.md",
    "specs/1000/1002-feature-c/1002.spec.md, specs/1000/1002/spec.md",
    "specs/1000-epic-a/1001-feature-b/1011-task-d/1011-task-d.spec.md,"
        + " specs/1000/1001/1011.spec.md",
    "specs/1000-epic-a/1001-feature-b/1011-d/1011-d.spec.md, specs/1000/1001/1011.spec.md",
    "specs/1000-epic-a/1001-feature-b/1011-task-d.spec.md, specs/1000/1001/1011.spec.md",
    "specs/1000-epic-a/1001-feature-b/1011.spec.md, specs/1000/1001/1011.spec.md",
    "specs/1000-epic-a/1011-task-d/1011-task-d.spec.md, specs/1000/1011/spec.md",
  })
  void a_document_goes_where_its_name_and_its_folder_say(String from, String to) {
    assertThat(places(EPIC, "", FEATURE, "", from, "")).containsEntry(from, to);
  }

  @ParameterizedTest
  @CsvSource({
    "'**Parent**: [[../1000-epic-a/1001-feature-b/1001-feature-b.spec|B]]',"
        + " specs/1000/1001/1011.spec.md",
    "'**Parent**: [b](../1000-epic-a/1001-feature-b/1001-feature-b.spec.md)',"
        + " specs/1000/1001/1011.spec.md",
    "'**Parent**: 1001', specs/1000/1001/1011.spec.md",
    "'**Parent**: 1000', specs/1000/1011/spec.md",
    "'**Type**: feature', specs/1000/1011/spec.md",
  })
  void metadata_say_what_the_place_does_not(String line, String to) {
    String from = "specs/1011-d/1011-d.spec.md";
    assertThat(places(EPIC, "", FEATURE, "", from, "# Spec: D\n\n" + line + "\n"))
        .containsEntry(from, to);
  }

  @Test
  void a_task_of_a_task_belongs_to_the_feature() {
    String task = "specs/1000-epic-a/1001-feature-b/1011-task-d/1011-task-d.spec.md";
    String inner = "specs/1000-epic-a/1001-feature-b/1011-task-d/1012-task-e/1012-task-e.spec.md";
    assertThat(places(EPIC, "", FEATURE, "", task, "", inner, ""))
        .containsEntry(inner, "specs/1000/1001/1012.spec.md");
  }

  @ParameterizedTest
  @CsvSource({
    "specs/1500-epic-x/1500-epic-x.spec.md, bad-spec-id",
    "specs/2000-feature-x/2000-feature-x.spec.md, bad-spec-id",
    "specs/1001-feature-x/1001-feature-x.spec.md, duplicate-id",
    "specs/1000/epic.md, duplicate-id",
    "specs/1000-epic-a/2001-feature-x/2001-feature-x.spec.md, outside-epic",
  })
  void what_does_not_fit_is_a_problem(String more, String code) {
    Survey.Found found = survey(documents(EPIC, "", FEATURE, "", more, ""));
    assertThat(found.problems().stream().map(Problem::code)).contains(code);
  }

  @ParameterizedTest
  @CsvSource({
    "specs/SPEC-KIT-933-x/spec.md",
    "specs/001-photo-albums/spec.md",
    "specs/2024-01-15-notes/notes.md",
    "specs/1000-epic-a/deliverables/docs/1004-feature-x.spec.md",
    "specs/README.md",
  })
  void what_is_no_spec_of_ours_is_not_taken_for_one(String file) {
    assertThat(places(EPIC, "", file, "")).containsOnlyKeys(EPIC);
  }

  private static Map<String, String> places(String... documents) {
    Survey.Found found = survey(documents(documents));
    assertThat(found.problems()).isEmpty();
    return found.specs().stream()
        .collect(
            Collectors.toMap(
                each -> each.standing().document().toString(), each -> each.document().toString()));
  }

  private static Map<Path, String> documents(String... namesAndTexts) {
    Map<Path, String> documents = new LinkedHashMap<>();
    List<String> all = Arrays.asList(namesAndTexts);
    for (int i = 0; i < all.size(); i += 2) {
      documents.put(Path.of(all.get(i)), all.get(i + 1));
    }
    return documents;
  }

  private static Survey.Found survey(Map<Path, String> documents) {
    return Survey.of(
        Path.of("specs"),
        List.copyOf(documents.keySet()),
        file -> SpecDocument.parse(file.toString(), documents.get(file)));
  }
}
