package dev.speckit.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Java files and the texts that stand in them.
final class SqlTexts {
  static final Path MAIN = Path.of("src/main/java/dev/speckit");
  static final Path OFFENDERS = Path.of("src/test/java/dev/speckit/house/offender");

  /// Comments are matched so that a quote inside of one opens nothing.
  private static final Pattern PIECES =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|'(?:\\\\.|[^'\\\\])+'"
              + "|\"\"\"(?<block>.*?)\"\"\"|\"(?<line>(?:\\\\.|[^\"\\\\\\n])*)\"",
          Pattern.DOTALL);

  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\s*(SELECT\\s|INSERT\\s|REPLACE\\s+INTO\\s|UPDATE\\s+\\w+\\s+SET\\s|DELETE\\s+FROM\\s"
              + "|WITH\\s+\\w+\\s*(\\([^)]*\\))?\\s+AS\\s|PRAGMA\\s).*",
          Pattern.DOTALL);

  private SqlTexts() {}

  /// The files of classes that hold the statements on a table.
  static List<Path> tables(Path root) throws IOException {
    List<Path> tables = new ArrayList<>();
    for (Path file : files(root)) {
      if (file.getFileName().toString().endsWith("Table.java") && usesStore(file)) {
        tables.add(file);
      }
    }
    return tables;
  }

  static boolean usesStore(Path file) throws IOException {
    return Files.readString(file).contains("import dev.speckit.store.");
  }

  static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /// Every string of a file, quotes left out.
  static List<String> of(Path file) throws IOException {
    List<String> texts = new ArrayList<>();
    Matcher pieces = PIECES.matcher(Files.readString(file));
    while (pieces.find()) {
      String text = pieces.group("block") == null ? pieces.group("line") : pieces.group("block");
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  static boolean isStatement(String text) {
    return STATEMENT.matcher(text).matches();
  }

  static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".java".length());
  }
}
