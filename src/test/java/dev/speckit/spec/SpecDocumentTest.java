package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.failure.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpecDocumentTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("## Requirements\n- **REQ-1**: Store it", "REQ-1|Store it|2"),
        Arguments.of("## Requirements\n- **FR-001** Store it", "FR-001|Store it|2"),
        Arguments.of("## Requirements\n* **FR-001:** Store it", "FR-001|Store it|2"),
        Arguments.of("## Requirements\nFR-001: Store it", "FR-001|Store it|2"),
        Arguments.of("## Requirements\n1. REQ-AUTH-2.1: Store it", "REQ-AUTH-2.1|Store it|2"),
        Arguments.of("## Requirements\n- **R1**: Store it", "R1|Store it|2"),
        Arguments.of("## Requirements\r\n- **REQ-1**: Store\r\n  it\r\n", "REQ-1|Store it|2"),
        Arguments.of("## Requirements\r- **REQ-1**: Store it\r", "REQ-1|Store it|2"),
        Arguments.of(
            "## Requirements\n\t- **REQ-1**: Store it\n\n\t  at once", "REQ-1|Store it at once|2"),
        Arguments.of(
            "## Requirements\n- **REQ-1**: Store it\n  - within 2 s\n- **REQ-2**: Show it",
            "REQ-1|Store it within 2 s|2\nREQ-2|Show it|4"),
        Arguments.of(
            "## Requirements\n**REQ-1**: Store it\n**REQ-2**: Show it",
            "REQ-1|Store it|2\nREQ-2|Show it|3"),
        Arguments.of(
            "## Requirements\n### Requirement: Store the outcome\nThe system SHALL store it.\n"
                + "\n#### Scenario: Case 1\n- **WHEN** asked\n- **THEN** SC-1: it is stored\n",
            "requirement-store-the-outcome|The system SHALL store it.|2"),
        Arguments.of(
            "# Title\n## Requirements\n### REQ-7: Sign in\nThe user signs in.\n",
            "REQ-7|The user signs in.|3"),
        Arguments.of(
            "# Requirements\n### Requirement 1: Sign in\n**User Story:** As a user\n"
                + "#### Acceptance Criteria\n1. WHEN a user signs in THEN THE SYSTEM SHALL greet\n"
                + "2. IF it fails\n   THEN THE SYSTEM SHALL say so\n",
            "1.1|WHEN a user signs in THEN THE SYSTEM SHALL greet|5\n"
                + "1.2|IF it fails THEN THE SYSTEM SHALL say so|6"),
        Arguments.of(
            "# Title\n"
                + "## Requirements\n"
                + "1.1 WHEN asked THE SYSTEM SHALL answer\n"
                + "1.2 WHILE busy THE SYSTEM SHALL wait",
            "1.1|WHEN asked THE SYSTEM SHALL answer|3\n1.2|WHILE busy THE SYSTEM SHALL wait|4"),
        Arguments.of(
            "# Title\n## 2. Sign in\n3. WHERE a token exists THE SYSTEM SHALL use it",
            "2.3|WHERE a token exists THE SYSTEM SHALL use it|3"),
        Arguments.of(
            "# Title\n\nWHEN asked THE SYSTEM SHALL answer.",
            "EARS-1|WHEN asked THE SYSTEM SHALL answer.|3"),
        Arguments.of(
            "# Title\n### Requirement 4\nIt works offline.\n", "requirement-4|It works offline.|2"),
        Arguments.of("## Requirements\n```\n- **REQ-1**: in code\n```\n", ""),
        Arguments.of("## Requirements\n<!-- \n- **REQ-1**: in a comment\n-->\n", ""),
        Arguments.of("# Title\n**Aliases**: SPEC-KIT-933\nSHA-256 is used here\n", ""),
        Arguments.of("# Title\n## Open Questions\n- **Q-1**: Which one?\n", ""),
        Arguments.of(
            "## Requirements\n- **REQ-1**: Store <!-- why? --> it",
            "REQ-1|Store               it|2"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void requirements_are_read_in_the_forms_people_write(String text, String expected) {
    SpecDocument document = SpecDocument.parse("spec.md", text);
    List<String> found =
        document.requirements().stream()
            .map(each -> each.id() + "|" + each.text() + "|" + each.line())
            .toList();
    assertThat(String.join("\n", found)).isEqualTo(expected);
  }

  @Test
  void criteria_are_the_boxes_below_their_heading_with_ids_as_written_or_by_order() {
    SpecDocument document =
        SpecDocument.parse(
            "spec.md",
            """
            # Spec: Photos
            ## Tasks
            - [ ] no criterion
            ## Acceptance Criteria
            - [ ] first
            - [x] **AC-9**: second
              goes on
            ### Speed
            * [X] AC-10 third
            1. [ ]
            - [ ] REQ-1: a reference
            ## Requirements
            - **REQ-1**: Store it
            """);
    assertThat(document.criteria())
        .containsExactly(
            new Criterion("AC-1", "first", false, 5),
            new Criterion("AC-9", "second goes on", true, 6),
            new Criterion("AC-10", "third", true, 9),
            new Criterion("AC-4", "", false, 10),
            new Criterion("AC-5", "REQ-1: a reference", false, 11));
    assertThat(codes(document)).containsExactly("empty-criterion");
    assertThat(document.title()).isEqualTo("Photos");
  }

  @Test
  void metadata_is_read_from_the_lines_under_the_first_heading() {
    SpecDocument document =
        SpecDocument.parse(
            "spec.md",
            "\uFEFF# Feature: X\r\n\r\n"
                + "**Status**: planning  \r\n"
                + "**Created:** 2026-01-01 00:00\\\r\n\r\n"
                + "**Aliases**: SPEC-KIT-933, 001-photos\r\n\r\n"
                + "Text.\r\n"
                + "**Late**: no\r\n");
    assertThat(document.metadata())
        .containsExactly(
            java.util.Map.entry("status", "planning"),
            java.util.Map.entry("created", "2026-01-01 00:00"),
            java.util.Map.entry("aliases", "SPEC-KIT-933, 001-photos"));
    assertThat(document.lineOf("aliases")).isEqualTo(6);
    assertThat(document.title()).isEqualTo("X");
  }

  @Test
  void metadata_is_read_from_front_matter() {
    SpecDocument document =
        SpecDocument.parse(
            "spec.md",
            "---\n"
                + "Status: 'implementing'\n"
                + "aliases: [A-1, \"b\"]\n"
                + "tags:\n"
                + "  - x\n"
                + "  - y\n"
                + "parent: \"[[../epic|E]]\"\n"
                + "---\n"
                + "# T\n");
    assertThat(document.metadata())
        .containsEntry("status", "implementing")
        .containsEntry("aliases", "A-1, b")
        .containsEntry("tags", "x, y")
        .containsEntry("parent", "[[../epic|E]]");
    assertThat(document.problems()).isEmpty();
  }

  static Stream<Arguments> wrongs() {
    return Stream.of(
        Arguments.of("# T\n```\ncode\n", "open-fence", "spec.md:2"),
        Arguments.of("# T\n~~~\n```\n", "open-fence", "spec.md:2"),
        Arguments.of("# T\n<!-- never\n", "open-comment", "spec.md:2"),
        Arguments.of(
            "# T\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n", "conflict-marker", "spec.md:2"),
        Arguments.of("# T\n>>>>>>> x\n", "conflict-marker", "spec.md:2"),
        Arguments.of("# T\nab\0c\n", "nul-character", "spec.md:2:3"),
        Arguments.of("---\nstatus: x\n# T\n", "front-matter", "spec.md:1"),
        Arguments.of("---\nnonsense\n---\n# T\n", "front-matter", "spec.md:2"),
        Arguments.of("---\na: [x\n---\n# T\n", "front-matter", "spec.md:2"),
        Arguments.of("# T\n**A**: 1\n**a**: 2\n", "duplicate-metadata", "spec.md:3"),
        Arguments.of("# T\n- **R-1**: a\n- **R-1**: b\n", "duplicate-requirement", "spec.md:3"));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void what_is_wrong_is_said_with_its_place(String text, String code, String place) {
    List<Problem> problems = SpecDocument.parse("spec.md", text).problems();
    assertThat(problems)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(code);
          assertThat(String.valueOf(problem.place())).isEqualTo(place);
          assertThat(problem.remedy()).isNotBlank();
        });
  }

  @Test
  void headings_have_levels_titles_lines_and_bodies() {
    SpecDocument document =
        SpecDocument.parse("spec.md", "Top\n===\nbody\n## Two ##\n- a\n---\n#no\n###### Six\n");
    assertThat(document.sections())
        .containsExactly(
            new Section(1, "Top", 1, "body"),
            new Section(2, "Two", 4, "- a\n---\n#no"),
            new Section(6, "Six", 8, ""));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void any_text_is_read_without_a_throw_and_with_places_inside_of_it(long seed) {
    Random random = new Random(seed);
    String[] pieces = {
      "# ",
      "## Requirements",
      "### Requirement: x",
      "### Requirement 1",
      "- ",
      "- [x] ",
      "* [ ]",
      "1. ",
      "1.1 ",
      "**FR-1**",
      ": ",
      "FR-2: ",
      "WHEN a ",
      "THE SYSTEM SHALL b",
      "```",
      "~~~~",
      "<!--",
      "-->",
      "`",
      "``",
      "---",
      "===",
      "\n",
      "\r\n",
      "\r",
      "\n\n",
      "\t",
      "  ",
      "\0",
      "\uFEFF",
      "|",
      ">",
      "[[a|b]]",
      "**K**: v",
      "## Acceptance Criteria",
      "\uD83D",
      "<<<<<<< x",
      "=======",
      ">>>>>>> y",
      "key: v",
      "[",
      "é",
      "-",
      "**"
    };
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      check(text.toString());
    }
  }

  private static void check(String text) {
    SpecDocument document = SpecDocument.parse("x", text);
    TextLines lines = TextLines.of(text);
    StringBuilder again = new StringBuilder(text.startsWith("\uFEFF") ? "\uFEFF" : "");
    for (int line = 0; line < lines.count(); line++) {
      again.append(text, lines.start(line), lines.next(line));
      assertThat(lines.lineAt(lines.start(line))).isEqualTo(line);
    }
    assertThat(again.toString()).isEqualTo(text);
    assertThat(Edit.apply(text, List.of())).isEqualTo(text);
    assertThat(document.text()).isEqualTo(text);
    for (Requirement requirement : document.requirements()) {
      assertThat(requirement.line()).isBetween(1, lines.count());
    }
    for (Section section : document.sections()) {
      assertThat(section.line()).isBetween(1, lines.count());
    }
  }

  @Test
  void a_hundred_thousand_headings_are_read() {
    String text = "### Requirement: many things\nThe system SHALL do it.\n".repeat(100_000);
    SpecDocument document =
        Assertions.assertTimeoutPreemptively(LONG, () -> SpecDocument.parse("x", text));
    assertThat(document.sections()).hasSize(100_000);
    assertThat(document.requirements()).hasSize(100_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "`",
        "` ``",
        "<!--",
        "<!-- -->",
        "[[",
        "#",
        "**",
        "- ",
        "1.",
        "\0",
        " ",
        "WHEN "
      })
  void a_line_of_ten_megabytes_is_read(String piece) {
    String line = piece.repeat((10 << 20) / piece.length());
    SpecDocument document =
        Assertions.assertTimeoutPreemptively(LONG, () -> SpecDocument.parse("x", "# T\n" + line));
    assertThat(document.title()).isEqualTo("T");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- **R-1**: a\n",
        "    - a\n",
        "<!--\n",
        "```\n",
        "\n",
        "- [ ] a\n",
        "a\n===\n",
        "`\n",
        "- \n\n"
      })
  void a_million_lines_are_read(String piece) {
    String text = "# Acceptance Criteria\n" + piece.repeat(1_000_000 / piece.length());
    SpecDocument document =
        Assertions.assertTimeoutPreemptively(LONG, () -> SpecDocument.parse("x", text));
    assertThat(document.problems()).hasSizeLessThan(200_000);
  }

  private static List<String> codes(SpecDocument document) {
    return document.problems().stream().map(Problem::code).toList();
  }
}
