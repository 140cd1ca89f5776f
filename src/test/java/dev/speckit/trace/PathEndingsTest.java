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
    "one.test.ts, a/one.test.ts b/one.test.ts",
    "/home/ada/b/one.test.ts, ''",
    "z/one.test.ts, ''",
    "two_test.go, x/b/two_test.go",
    "b/two_test.go, x/b/two_test.go",
    "y/b/two_test.go, ''",
    "Top.java, Top.java",
    ".hidden, c/.hidden",
    "none.ts, ''",
    "'', ''",
    "/, ''"
  })
  void all_paths_that_end_with_the_whole_of_one_are_found(String asked, String paths) {
    assertThat(String.join(" ", endings.named(asked))).isEqualTo(paths);
  }

  @ParameterizedTest
  @CsvSource({
    "a/one.test, a/one.test.ts",
    "one.test, a/one.test.ts b/one.test.ts",
    "b/two_test, x/b/two_test.go",
    "q/two_test, ''",
    "Top, Top.java",
    "Top.java, ''"
  })
  void names_without_the_ending_of_a_file_are_found_as_well(String asked, String paths) {
    assertThat(String.join(" ", endings.stemmed(asked))).isEqualTo(paths);
  }

  @Test
  void only_a_path_that_was_added_is_held() {
    assertThat(endings.holds("a/one.test.ts")).isTrue();
    assertThat(endings.holds("one.test.ts")).isFalse();
  }
}
