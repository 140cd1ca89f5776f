package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeDriverTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "*.png binary\n", "*.png binary", "*.md text\r\n"})
  void the_lines_come_behind_a_persons_own_once(String own) {
    String text = MergeDriver.with(own);
    assertThat(text).startsWith(own).contains("specs/**/*.md merge=speckit");
    assertThat(text.contains("\r\n")).isEqualTo(own.contains("\r\n"));
    assertThat(MergeDriver.with(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "specs/** merge=union\n",
        "/specs/**/*.md  merge=speckit\n",
        "specs/**/*.md text merge\n"
      })
  void a_persons_own_word_on_the_merge_of_specs_stays(String own) {
    assertThat(MergeDriver.with(own)).isEqualTo(own);
  }

  @Test
  void the_words_of_the_launcher_are_safe_in_a_shell_and_for_git() {
    assertThat(MergeDriver.driver(List.of("/it's 100%/bin/speckit")))
        .startsWith("'/it'\\''s 100%%/bin/speckit' merge-driver %O %A %B %L %P ");
  }
}
