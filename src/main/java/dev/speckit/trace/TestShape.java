package dev.speckit.trace;

import java.util.Set;
import java.util.regex.Pattern;

/// How tests are written down in the usual languages.
final class TestShape {
  static final Pattern TO_DO = Pattern.compile("\\b(?:TODO|FIXME)\\b");
  static final Pattern NOT_TESTED =
      Pattern.compile("\\b(?:not (?:yet )?tested|untested)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern TEST =
      Pattern.compile(
          "^\\s*(?:(?:async\\s+)?def\\s+test\\w*"
              + "|func\\s+(?:\\([^)]*\\)\\s*)?Test(?!Main\\b)\\w*\\s*\\("
              + "|(?:function\\s+)?test\\w*\\s*\\(\\s*\\)"
              + "|(?:x?it|x?test|specify|Deno\\.test)(?:\\.\\w+)*\\s*\\(\\s*(?:[\"'`]|$)"
              + "|(?:it|test|specify)\\s+[\"']"
              + "|@test\\s"
              + "|@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b"
              + "|#\\[(?:\\w+::)*test\\b"
              + "|\\[(?:Fact|Theory|Test|TestMethod|TestCase)\\b"
              + "|TEST(?:_[FP])?\\s*\\(|TEST_CASE\\s*\\("
              + "|Scenario(?: Outline)?:)");
  private static final Pattern MACRO =
      Pattern.compile("^\\s*(?:TYPED_)?TEST\\w*\\s*\\(\\s*(?:\\w+\\s*,\\s*)?$");
  private static final Pattern TITLED =
      Pattern.compile(
          "^\\s*(?:(?:await|return|public|void|override|suspend)\\s+)*(?:\\w+\\.)*(?:x?it|x?test"
              + "|specify|example|scenario|should|Run|def|fun|TEST_CASE|@test|@testset"
              + "|@DisplayName|@Test|TestCase)(?:\\.\\w+)*\\b.*");
  private static final Set<String> NO_DECLARATION =
      Set.of(
          "return", "await", "new", "yield", "not", "and", "or", "if", "unless", "while", "else",
          "elif", "in", "is", "do", "then", "run", "throw", "raise", "goto", "case", "echo", "exec",
          "time", "assert", "delete", "typeof", "call", "defer", "go", "import", "from");
  private static final Set<String> KEYWORDS =
      Set.of("def", "function", "sub", "fun", "func", "fn", "proc", "let", "val", "const");

  private TestShape() {}

  static boolean isComment(String line) {
    String text = line.stripLeading();
    return (text.startsWith("#") && !text.startsWith("#["))
        || text.startsWith("//")
        || text.startsWith("/*")
        || text.startsWith("*")
        || text.startsWith("--")
        || text.startsWith(";")
        || text.startsWith("<!--")
        || text.startsWith("%");
  }

  static boolean isAnnotation(String line) {
    String text = line.stripLeading();
    return text.startsWith("@") || text.startsWith("#[") || text.startsWith("[");
  }

  static boolean isTest(String line) {
    return TEST.matcher(line).find();
  }

  /// Whether a line begins a block or ends a statement.
  static boolean opens(String line) {
    String text = line.strip();
    return text.endsWith("{") || text.endsWith(":") || text.endsWith(";") || text.endsWith("}");
  }

  /// How many brackets stay open.
  static int brackets(String line) {
    int open = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      open += c == '(' || c == '[' || c == '{' ? 1 : 0;
      open -= c == ')' || c == ']' || c == '}' ? 1 : 0;
    }
    return open;
  }

  /// Whether a name in a line is that of a test that begins there, and no call of it.
  ///
  /// @param next the line below
  static boolean declares(String line, int start, int end, String next) {
    String before = line.substring(0, start);
    String after = line.substring(end);
    if (before.contains("//") || before.contains(" # ")) {
      return false;
    }
    if (!before.isEmpty() && !after.isEmpty() && isQuoted(before, after)) {
      String head = before.substring(0, before.length() - 1).strip();
      return head.isEmpty()
          || head.startsWith("]")
          || head.startsWith(")")
          || TITLED.matcher(head).matches();
    }
    String name = line.substring(start, end);
    if (!name.chars().allMatch(Character::isJavaIdentifierPart)) {
      String head = before.strip();
      return head.endsWith("Scenario:") || head.endsWith("Scenario Outline:");
    }
    return MACRO.matcher(before).matches() || isDeclared(before, after.strip(), next);
  }

  private static boolean isQuoted(String before, String after) {
    char quote = before.charAt(before.length() - 1);
    return (quote == '"' || quote == '\'' || quote == '`') && after.charAt(0) == quote;
  }

  private static boolean isDeclared(String before, String after, String next) {
    boolean called = after.startsWith("(");
    if (before.isBlank()) {
      return called
          && (after.contains("{") || (after.endsWith(")") && next.strip().startsWith("{")));
    }
    char last = before.charAt(before.length() - 1);
    if (!Character.isWhitespace(last) && last != '*' && last != '&') {
      return false;
    }
    String head = before.strip();
    int word = head.length();
    while (word > 0 && Character.isJavaIdentifierPart(head.charAt(word - 1))) {
      word--;
    }
    String preceding = head.substring(word);
    if (preceding.isEmpty()) {
      return called && ">])*&".indexOf(head.charAt(head.length() - 1)) >= 0 && !after.endsWith(";");
    }
    if (NO_DECLARATION.contains(preceding)) {
      return false;
    }
    return called || after.startsWith("<") || KEYWORDS.contains(preceding);
  }
}
