package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.spec.MarkdownLines;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "plain words, `code` and *stars* | plain words, `code` and *stars*",
        "# heading | \\# heading",
        "#tag | \\#tag",
        "- point | \\- point",
        "-5 degrees | -5 degrees",
        "* | \\*",
        "[ ] box | \\[ ] box",
        "[x] | \\[x]",
        "12. point | 12\\. point",
        "1.5 hours | 1.5 hours",
        "``` | &#96;&#96;&#96;",
        "~~~ sh | \\~~~ sh",
        "--- | \\---",
        "== | \\==",
        "> said | \\> said",
        "[[a]] | [&#91;a]&#93;",
        "[a](b) | [a](b)",
        "a <!-- b | a &lt;!-- b",
        "`<!--` | `&lt;!--`",
        "List<String> or `List<String>` | List&lt;String> or `List<String>`",
        "a < b | a < b",
        "100 %% | 100 %&#37;",
        "one ` tick | one &#96; tick"
      })
  void markup_becomes_words_and_words_stay(String given, String safe) {
    assertThat(EntryText.given(given).lines()).containsExactly(safe);
  }

  @Test
  void what_terminals_obey_is_taken_out() {
    String given =
        "a\u001B[31mred\u001B[0m\u001B]0;title\u0007\u009B1mb\0\u0008\u202Ec\uFEFF\uD800\td";
    assertThat(EntryText.given(given).lines()).containsExactly("aredbc  d");
  }

  @Test
  void every_kind_of_line_end_counts_and_blank_lines_are_not_repeated() {
    assertThat(EntryText.given("\n \na\r\nb\rc\u2028# d\n\n\n\ne\n\n").lines())
        .containsExactly("a", "b", "c", "\\# d", "", "e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t", "\u001B[31m", "\0"})
  void a_text_of_which_nothing_is_left_is_refused(String given) {
    assertThatThrownBy(() -> EntryText.given(given)).isInstanceOf(Failure.Usage.class);
  }

  @Test
  void a_name_keeps_its_address_and_loses_what_is_markup() {
    assertThat(EntryText.name("Lovelace, Ada <ada@example.org>"))
        .isEqualTo("Lovelace Ada <ada@example.org>");
    assertThat(EntryText.name("<b>[[x]]<!-- y")).isEqualTo("&lt;b>[x] y");
  }

  @Test
  void four_thousand_characters_are_the_limit() {
    assertThat(EntryText.given("x".repeat(4_000)).lines().getFirst()).hasSize(4_000);
    assertThatThrownBy(() -> EntryText.given("x".repeat(4_001)))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("4001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a|b", "a]]b", "[a", "a#b", "a\nb", "a\u001B[1mb", "a`b", "a^b"})
  void a_name_that_would_end_or_change_its_link_is_refused(String target) {
    assertThatThrownBy(() -> EntryText.link(target, "label"))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("link");
  }

  @Test
  void no_text_becomes_anything_but_an_entry() {
    Random random = new Random(7);
    List<String> pieces =
        List.of(
            "#",
            " ",
            "\n",
            "`",
            "~",
            "-",
            "=",
            ">",
            "<!--",
            "-->",
            "[[",
            "]]",
            "|",
            "1.",
            "x",
            "\r",
            "<",
            "\t",
            "*",
            "%",
            "[ ]",
            "\\",
            "<<<<<<< ",
            "\u2028");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("words");
      for (int n = random.nextInt(20); n > 0; n--) {
        text.insert(random.nextInt(text.length() + 1), pieces.get(random.nextInt(pieces.size())));
      }
      String entry =
          String.join("\n", Sections.entry(EntryText.given(text.toString()), " (10:00)"));
      MarkdownLines lines = MarkdownLines.of("c", entry + "\n# End\n");
      assertThat(lines.headings()).as(entry).hasSize(1);
      assertThat(lines.problems()).as(entry).isEmpty();
      assertThat(lines.linkable(0)).as(entry).doesNotContain("[[");
    }
  }
}
