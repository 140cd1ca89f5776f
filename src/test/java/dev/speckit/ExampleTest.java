package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.SpecDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The example workspace as it is shipped.
class ExampleTest {

  @ParameterizedTest
  @MethodSource("documents")
  void every_document_reads_without_a_problem(String name) throws IOException {
    SpecDocument document = SpecDocument.parse(name, resource(name));
    assertThat(document.problems()).isEmpty();
    assertThat(document.title()).isNotBlank();
    assertThat(document.metadata()).containsEntry("status", "planning");
  }

  @Test
  void the_feature_has_its_requirements_and_criteria() throws IOException {
    String name = "specs/1000/1001/spec.md";
    SpecDocument document = SpecDocument.parse(name, resource(name));
    assertThat(document.requirements()).hasSize(13);
    assertThat(document.criteria()).hasSize(10);
    assertThat(document.requirements().getFirst().id()).isEqualTo("FR-001");
  }

  @Test
  void the_feature_keeps_its_honest_faults() throws IOException {
    assertThat(resource("specs/1000/1001/spec.md"))
        .contains("gracefully and recover in a reasonable time")
        .contains("at most 5 times")
        .contains("gives up after 3 attempts")
        .contains("easy to use and intuitive");
  }

  static List<String> documents() throws IOException {
    return resource("files.txt").lines().filter(name -> name.endsWith(".md")).toList();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ExampleTest.class.getResourceAsStream("/demo/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
