package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class TextLinesTest {
  private static final Pattern LINE = Pattern.compile("([^\r\n]*)(\r\n|\n|\r|\\z)");
  private static final String LETTERS = "a[`\n\r é\uFEFF\u010A\uD83D\uDE00";

  @Test
  void lines_are_what_a_pattern_finds() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      // Pieces are 8192 characters long: some texts end around such a border.
      String text = text(random, seed % 10 == 0 ? 8185 + random.nextInt(20) : random.nextInt(12));
      TextLines lines = TextLines.of(text);
      List<String> found = new ArrayList<>();
      for (int line = 0; line < lines.count(); line++) {
        found.add(lines.content(line));
        assertThat(lines.lineAt(lines.start(line))).isEqualTo(line);
        assertThat(lines.nextBracketed(line) == line || lines.content(line).indexOf('[') < 0)
            .as("every bracket is found")
            .isTrue();
      }
      assertThat(found).as("%s", seed).isEqualTo(expected(text));
      assertThat(TextLines.of("plain").mayHold('[')).isFalse();
      assertThat(lines.next(lines.count() - 1)).isEqualTo(text.length());
      for (char c : "a[`\n\r ".toCharArray()) {
        assertThat(lines.mayHold(c) || text.indexOf(c) < 0).isTrue();
      }
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  private static List<String> expected(String text) {
    String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<String> lines = new ArrayList<>();
    Matcher matcher = LINE.matcher(marked);
    int at = 0;
    while (at < marked.length() && matcher.find(at)) {
      lines.add(matcher.group(1));
      at = matcher.end();
    }
    return lines.isEmpty() ? List.of("") : lines;
  }
}
