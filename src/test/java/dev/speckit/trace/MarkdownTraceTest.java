package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MarkdownTraceTest {
  /// A span of code ends with as many ticks as it began with.
  private static final Pattern CODE = Pattern.compile("(?<![`\\\\])(`+)(?!`).+?(?<!`)\\1(?!`)");

  private static final Pattern ESCAPED = Pattern.compile("\\\\[!-/:-@\\[-`{-~]");

  @ParameterizedTest
  @MethodSource("texts")
  void any_text_leaves_the_lines_and_cells_as_they_are(String text) {
    List<String> lines = lines(text);
    List<String> plain = lines("plain");
    assertThat(lines).hasSameSizeAs(plain);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(bars(lines.get(i))).as(lines.get(i)).isEqualTo(bars(plain.get(i)));
      assertThat(start(lines.get(i))).isEqualTo(start(plain.get(i)));
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void no_text_is_markup_a_link_a_mention_or_html(String text) {
    List<String> lines = lines(text);
    assertThat(lines.getFirst()).isEqualTo("<!-- speckit trace -->");
    for (String line : lines.subList(1, lines.size())) {
      String rest = CODE.matcher(line).replaceAll("");
      String bare = ESCAPED.matcher(rest).replaceAll("").replace("&#8288;", "");
      assertThat(bare.replaceFirst("^#+ ", ""))
          .as(line)
          .doesNotContain("<", ">", "[", "]", "`", "*", "_", "~", "#", "$", "{", "@", "&", "\\")
          .doesNotContain("://", "www.");
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void no_text_reaches_a_terminal_as_an_order(String text) {
    assertThat(MarkdownTrace.of(HostileTrace.with(text)).replace("\n", ""))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "costs 0 cents (FR-001). => costs 0 cents (FR-001).",
        "a*b_c => a\\*b\\_c",
        "<b> => \\<b\\>",
        "@team #12 # 4 => \\@&#8288;team \\#&#8288;12 \\# 4",
        "http://x www.x => http\\://x www\\.x",
      })
  void words_stay_readable(String text, String markdown) {
    assertThat(MarkdownText.words(text)).isEqualTo(markdown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "src/a.sh => `src/a.sh`",
        "a`b => `` a`b ``",
        "``` => ```` ``` ````",
        "a|b => a\\|b",
        "a\\ => `a\\`",
      })
  void names_are_code(String text, String markdown) {
    assertThat(MarkdownText.cell(text)).isEqualTo(markdown);
  }

  @Test
  void the_matrix_the_gaps_the_reasons_and_the_way_back_are_told() {
    assertThat(lines("x"))
        .contains(
            "## 1001 x",
            "feature, x, `specs/x`",
            "- `criterion-unproven`: 1001/AC-002x is ticked, but no commit and no test stand behind"
                + " it (`specs/x:7`)",
            "- `unknown-item`: nobody knows x (`x:3`)",
            "| ☑ `AC-002x` | x | open |  |  |  |  |  |  |",
            "- `1001/FR-001x` → `0123456` x: x",
            "- `0123456` x → `src/x`: x",
            "- `1001/FR-001x` → test `x` (passed): x (`specs/x:7`)",
            "| `src/x` | `1001/FR-001x`, `1001/AC-001x` |");
    assertThat(lines("x"))
        .anyMatch(line -> line.startsWith("| `FR-001x` | x | proven | `T001x` |"));
  }

  @Test
  void nothing_asked_is_a_heading_alone() {
    TraceGraph graph = new TraceGraph.Draft().finish(List.of());
    assertThat(MarkdownTrace.of(TraceSelection.of(graph, List.of())))
        .isEqualTo("<!-- speckit trace -->\n# Traceability\n");
  }

  static List<String> texts() {
    return HostileTrace.texts();
  }

  private static List<String> lines(String text) {
    return MarkdownTrace.of(HostileTrace.with(text)).lines().toList();
  }

  /// How many cells a line has; a bar in code counts as well.
  private static long bars(String line) {
    boolean row = line.startsWith("|");
    return row ? ESCAPED.matcher(line).replaceAll("").chars().filter(c -> c == '|').count() : 0;
  }

  private static String start(String line) {
    return line.substring(0, Math.min(2, line.length()));
  }
}
