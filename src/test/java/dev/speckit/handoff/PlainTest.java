package dev.speckit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "plain words ! plain words",
        "`a < b` and c < d ! `a < b` and c &lt; d",
        "an open ` tick ! an open \\` tick",
        "``` js ! \\`\\`\\` js",
        "see [[a/b|the label]] ! see the label",
        "see [[a/b]] ! see a/b",
        "# head ! \\# head",
        "- item ! \\- item",
        "> quote ! \\> quote",
        "12. item ! 12\\. item",
        "12.5 seconds ! 12.5 seconds",
        "~~~ ! \\~~~",
        "**bold** start ! \\**bold** start"
      })
  void a_block_is_one_harmless_line(String written, String shown) {
    assertThat(Plain.block(written)).isEqualTo(shown);
  }

  @Test
  void lines_escapes_and_invisible_characters_are_gone() {
    assertThat(Plain.line("a\n\n b\u001B[2J\u001B]0;x\u0007\r\nc\u202E\u0000\uD800 d"))
        .isEqualTo("a b c d");
    assertThat(Plain.code("a\nb`c\u001B[1m")).isEqualTo("``a b`c``");
  }

  @Test
  void a_cell_holds_no_pipe_that_ends_it() {
    assertThat(Plain.cell("a|b \\| c \\\\| d")).isEqualTo("a\\|b \\| c \\\\\\| d");
  }

  @Test
  void a_command_of_the_settings_can_be_pasted() {
    ProjectCheck check = new ProjectCheck("x", List.of("mvn", "-Da=b c", "it's", ""));
    assertThat(check.pasted()).isEqualTo("mvn '-Da=b c' 'it'\\''s' ''");
  }
}
