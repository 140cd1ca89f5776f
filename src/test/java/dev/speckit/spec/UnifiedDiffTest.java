package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnifiedDiffTest {
  /// What `diff -u` prints for the same texts, its two headings left out.
  @ParameterizedTest
  @CsvSource({
    "a b c, a b c, ''",
    "a b c, a x c, '@@ -1,3 +1,3 @@| a|-b|+x| c'",
    "'', a, '@@ -0,0 +1 @@|+a'",
    "a, '', '@@ -1 +0,0 @@|-a'",
    "a b c d e f g h i, a b c d e f g h i j, '@@ -7,3 +7,4 @@| g| h| i|+j'",
    "1 a b c d e f g 2, 3 a b c d e f g 4,"
        + " '@@ -1,4 +1,4 @@|-1|+3| a| b| c|@@ -6,4 +6,4 @@| e| f| g|-2|+4'",
    "1 a b c d e f 2, 3 a b c d e f 4," + " '@@ -1,8 +1,8 @@|-1|+3| a| b| c| d| e| f|-2|+4'",
  })
  void a_difference_is_written_like_the_well_known_program_does(
      String before, String after, String expected) {
    List<String> lines = UnifiedDiff.of("x", words(before), "y", words(after)).lines();
    if (expected.isEmpty()) {
      assertThat(lines).isEmpty();
      return;
    }
    assertThat(lines.subList(0, 2)).containsExactly("--- x", "+++ y");
    assertThat(String.join("|", lines.subList(2, lines.size()))).isEqualTo(expected);
  }

  @Test
  void large_texts_without_a_common_line_are_one_replacement_and_shown_in_part() {
    List<String> before = IntStream.range(0, 3000).mapToObj(i -> "b" + i).toList();
    List<String> after = new ArrayList<>(Collections.nCopies(3000, "a"));
    UnifiedDiff diff = UnifiedDiff.of("x", before, "y", after);
    assertThat(diff.lines()).hasSize(6003).contains("@@ -1,3000 +1,3000 @@");
    assertThat(diff.shortened()).hasSize(121);
    assertThat(diff.shortened().getLast()).contains("5883 more lines");
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }
}
