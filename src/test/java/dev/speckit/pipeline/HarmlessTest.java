package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HarmlessTest {
  @ParameterizedTest
  @MethodSource
  void commands_of_a_terminal_go_and_the_words_stay(String said, String shown) {
    assertThat(Harmless.text(said)).isEqualTo(shown);
  }

  static Stream<Arguments> commands_of_a_terminal_go_and_the_words_stay() {
    return Stream.of(
        Arguments.of("a\u001B[31mred\u001B[0m", "ared"),
        Arguments.of("\u001B[2J\u001B[1;1Hgone", "gone"),
        Arguments.of("\u001B[?25lhidden", "hidden"),
        Arguments.of("\u001B]0;title\u0007text", "text"),
        Arguments.of("\u001B]52;c;aGk=\u001B\\said", "said"),
        Arguments.of("\u001BPq#0\u001B\\said", "said"),
        Arguments.of("\u001Bcreset", "reset"),
        Arguments.of("\u001B(Bset", "set"),
        Arguments.of("x\u009B31mred", "xred"),
        Arguments.of("\u009D0;title\u009Ctext", "text"),
        Arguments.of("bell\u0007", "bell"),
        Arguments.of("back\bspace", "backspace"),
        Arguments.of("turned\u202Eround", "turnedround"),
        Arguments.of("un\u200Bseen", "unseen"),
        Arguments.of("end\u001B", "end"),
        Arguments.of("end\u001B[", "end"));
  }

  @Test
  void lines_tabs_and_other_scripts_stay() {
    assertThat(Harmless.text("a\tb\r\nc\rd\nÜmläut 蜂 🐝\n")).isEqualTo("a\tb\nc\nd\nÜmläut 蜂 🐝\n");
  }

  @Test
  void a_text_for_the_terminal_without_an_end_takes_its_line_alone() {
    assertThat(Harmless.text("a\u001B]0;title\nb")).isEqualTo("a\nb");
  }
}
