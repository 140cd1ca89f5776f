package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page of failures that must not be repeated is complete, and its tests exist.
class RecordedFailuresTest {
  private static final Path PAGE = Path.of("docs/reference/failures-it-must-not-repeat.md");
  private static final int FAILURES = 50;
  private static final int SENTENCE_MIN = 20;
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+)#([a-z0-9_]+)`");

  /// @param shown what the last column says
  private record Row(String number, String what, String why, String shown) {}

  @Test
  void each_failure_has_one_row_that_says_what_and_why() throws IOException {
    List<Row> rows = rows();
    assertThat(rows)
        .extracting(Row::number)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, FAILURES).mapToObj(number -> "F" + number).toList());
    assertThat(rows).allMatch(row -> row.what().length() > SENTENCE_MIN);
    assertThat(rows).allMatch(row -> row.why().length() > SENTENCE_MIN);
  }

  @Test
  void every_test_that_is_named_exists() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (Row row : rows()) {
      Matcher matcher = NAMED.matcher(row.shown());
      boolean found = row.shown().equals("–");
      while (matcher.find()) {
        found = true;
        named++;
        Pattern test =
            Pattern.compile(
                "@(Test|ParameterizedTest)\\b(?:(?!\\bvoid\\b)[\\s\\S])*?void "
                    + matcher.group(2)
                    + "\\(");
        if (!test.matcher(sources.getOrDefault(matcher.group(1), "")).find()) {
          missing.add(row.number() + " " + matcher.group());
        }
      }
      if (!found) {
        missing.add(row.number() + " names no test and no dash");
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(FAILURES);
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| F"))
        .map(line -> line.split("\\|", -1))
        .map(cells -> {
          assertThat(cells).as(cells[1]).hasSize(6);
          return new Row(cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip());
        })
        .toList();
  }

  /// By the name of the class.
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString();
        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
    return sources;
  }
}
