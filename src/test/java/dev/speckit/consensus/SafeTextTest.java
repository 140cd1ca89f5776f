package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1000]]",
        "![[secret]]",
        "[x](http://evil.example)",
        "<script>alert(1)</script>",
        "a\n# heading",
        "# heading",
        "| cell | cell |",
        "`code` ``` fence",
        "#tag and ^block",
        "http://evil.example www.evil.example a@b.example",
        "\u001B[31mred\u001B[0m \u202Eflip \u200Bzero \u0000nul",
        "<!-- hidden --> %% hidden %%",
      })
  void markup_is_only_words(String text) {
    String safe = SafeText.paragraph(text);
    assertThat(safe)
        .doesNotContain("[[", "<", "http:", "\n", "\u001B", "\u202E", "\u200B", "\u0000", "%%")
        .doesNotContainPattern("(?<!\\\\)[\\[\\]|`#^@]")
        .doesNotContain("www.e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- item", "+ item", "1. item", "12) item", "=== x", "* item"})
  void a_line_never_starts_a_block(String text) {
    assertThat(SafeText.title(text)).contains("\\").matches("(\\\\.|\\d+\\\\.).*");
  }

  @Test
  void plain_words_stay_as_they_are() {
    assertThat(SafeText.title("Keep snake_case: 1,000 files (10 %), v1.2 - ok"))
        .isEqualTo("Keep snake_case: 1,000 files (10 %), v1.2 - ok");
  }

  @Test
  void long_texts_are_cut_between_characters() {
    String cut = SafeText.title("🚀".repeat(5_000));
    assertThat(cut.codePointCount(0, cut.length())).isEqualTo(201);
    assertThat(cut).endsWith("🚀…");
  }
}
