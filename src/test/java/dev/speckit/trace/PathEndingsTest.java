package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathEndingsTest {
  private final PathEndings endings = new PathEndings();

  @BeforeEach
  void add() {
    for (String path :
        new String[] {
          "a/one.test.ts",
          "b/one.test.ts",
          "x/b/two_test.go",
          "Top.java",
          "c/.hidden",
          "a/one.test.ts"
        }) {
      endings.add(path);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a/one.test.ts, a/one.test.ts",
    "/home/ada/b/one.test.ts, b/one.test.ts",
    "one.test.ts, ",
    "z/one.test.ts, ",
    "two_test.go, x/b/two_test.go",
    "y/b/two_test.go, x/b/two_test.go",
    "Top.java, Top.java",
    ".hidden, c/.hidden",
    "none.ts, ",
    "'', ",
    "/, "
  })
  void the_one_path_that_ends_alike_is_found(String asked, String path) {
    assertThat(endings.named(asked)).isEqualTo(java.util.Optional.ofNullable(path));
  }

  @ParameterizedTest
  @CsvSource({
    "a/one.test, a/one.test.ts",
    "one.test, ",
    "b/two_test, x/b/two_test.go",
    "two_test, x/b/two_test.go",
    "Top, Top.java",
    "Top.java, "
  })
  void names_without_the_ending_of_a_file_are_found_as_well(String asked, String path) {
    assertThat(endings.stemmed(asked.split("/", -1)))
        .isEqualTo(java.util.Optional.ofNullable(path));
  }

  @Test
  void a_name_of_very_many_parts_is_looked_up_by_its_last_ones() {
    assertThat(endings.named("q/".repeat(200_000) + "b/two_test.go")).contains("x/b/two_test.go");
  }
}
