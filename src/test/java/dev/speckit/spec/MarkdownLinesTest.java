package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What counts in a document and what is code: `[[yes]]` must be found, `[[no]]` must not.
final class MarkdownLinesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text\n\n    [[no]]\n\n    [[no]]\n\n[[yes]]",
        "# Heading\n    [[no]]\n[[yes]]",
        "# Heading\n\t- [[yes]]\n\n\t  [[yes]]\n\n\t- [[yes]]\n\nout\n\n\t- [[no]]",
        "text\n    goes on [[yes]]",
        "\t[[no]]\n\n[[yes]]",
        "- item\n\n    [[yes]]\n\n      [[no]]\n\n- next [[yes]]",
        "1. item\n\n   [[yes]]\n\n       [[no]]\n",
        "- one\n    - two\n        - three\n\n          [[yes]]\n",
        "- one\n\ttwo [[yes]]\n\n\tthree [[yes]]",
        "- one\nlazy\n\n  [[yes]]\n\nout\n\n    [[no]]",
        "- one\n\nout\n\n    [[no]]",
        "- one\n## Heading\n\n    [[no]]",
        "> quote\n>\n>     [[no]]\n> [[yes]]",
        "> ```\n> [[no]]\n> ```\n> [[yes]]",
        "> - ~~~\n>   [[no]]\n>   ~~~\n> - [[yes]]",
        "- > quote\n  > [[yes]]\n\n  text [[yes]]",
        "text\n\n    ```\n\n[[yes]]",
        "text\n    ```\n[[yes]]",
        "```\n    ```\n[[no]]\n```\n[[yes]]",
        "- item\n\n      ```\n\n  [[yes]]",
        "- item\n  ```\n  [[no]]\n  ```\n  [[yes]]",
        "a `span [[no]]\n[[no]] ends` [[yes]]",
        "a `span [[yes]]\n\n[[yes]] ends`",
        "a `span [[yes]]\n- [[yes]] ends`",
        "a `span [[yes]]\n# [[yes]] ends`",
        "a \\`escaped [[yes]] ` b",
        "`a` ``b [[no]]\n` [[no]] `` [[yes]] `c` [[yes]]",
        "a `span\n<!-- [[no]]\nx` [[yes]] <!-- [[no]]\n[[no]]\n\n[[no]] --> [[yes]]",
        "$$\n[[no]]\n- [[no]]\n$$\n[[yes]]",
        "so $$a [[no]]$$ is, [[yes]]",
        "costs $$ [[yes]]\n\n[[yes]] $$",
        "costs $5 [[yes]] or $6",
        "<pre>\n[[no]]\n\n# no [[no]]\n</PRE>\n[[yes]]",
        "<pre class=\"x\">[[no]]</pre>\n[[yes]]",
        "<pre>\n[[yes]]\n\n[[yes]]",
        "<preface>\n[[yes]]",
      })
  void code_of_every_kind_stays_out_and_nothing_else_does(String text) {
    for (String end : List.of("\n", "\r\n")) {
      String written = text.replace("\n", end);
      MarkdownLines markdown = MarkdownLines.of("a.md", written);
      List<String> found = new ArrayList<>();
      for (int line = 0; line < markdown.lines().count(); line++) {
        if (markdown.kind(line) == MarkdownLines.Kind.TEXT
            || markdown.kind(line) == MarkdownLines.Kind.HEADING) {
          Link.of(markdown.linkable(line), line).forEach(each -> found.add(each.target()));
          assertThat(markdown.linkable(line)).hasSameSizeAs(markdown.lines().content(line));
        }
      }
      int wanted = text.split("\\[\\[yes]]", -1).length - 1;
      assertThat(found).as(text).hasSize(wanted).allMatch("yes"::equals);
      assertThat(markdown.problems()).isEmpty();
    }
  }

  @Test
  void what_is_hidden_by_an_open_fence_is_said() {
    assertThat(MarkdownLines.of("a.md", "a\n\n```\n[[x]]").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("open-fence"));
  }

  @Test
  void a_long_hostile_text_takes_no_more_than_its_length() {
    String spans = "a ` b `` c $$ d <!-- x --> \\\n".repeat(20_000);
    String items = "- ".repeat(20_000) + "\n" + "    ".repeat(20_000) + "x\n";
    String tags = "<pre\n\n".repeat(20_000);
    for (String text : List.of(spans, items, tags, "> ".repeat(40_000))) {
      long start = System.nanoTime();
      assertThat(MarkdownLines.of("a.md", text).lines().count()).isPositive();
      // Quadratic work would take minutes here.
      assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }
  }
}
