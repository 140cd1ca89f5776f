package dev.speckit.trace;

import dev.speckit.checks.TestCase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A test file with a mention: which test a line of it belongs to. Each line is looked at once.
final class TestLines {
  /// A mention stands above the test that it is about, with no more than this between them.
  private static final int LINES_BELOW = 12;

  private static final int LINE_MAX = 4_000;
  private static final Pattern WORDS = Pattern.compile("\\W+");
  private static final Pattern OUTER =
      Pattern.compile(
          "\\b(?:class|describe|context|suite|package|namespace|module|mod|interface|object|struct"
              + "|import|from|use|using|require|include)\\b");

  private final ByteBuffer bytes;
  private final List<TestCase> cases = new ArrayList<>();
  private final Map<String, List<TestCase>> byName = new HashMap<>();

  /// How long the names are that begin with a word.
  private final Map<String, TreeSet<Integer>> lengths = new HashMap<>();

  private @Nullable String text;
  private @Nullable List<String> lines;
  private @Nullable Set<String> words;
  private @Nullable Map<Integer, String> declared;
  private @Nullable NavigableSet<Integer> tests;
  private @Nullable Boolean missing;

  TestLines(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// What a mention is about.
  sealed interface About {}

  /// These cases, which are one test.
  record Cases(List<TestCase> cases) implements About {}

  /// All tests of the file.
  record Whole() implements About {}

  /// A test of which no report tells, or nothing that is known.
  record Unknown() implements About {}

  void add(TestCase one) {
    cases.add(one);
    String name = plainName(one);
    if (name.isEmpty()) {
      return;
    }
    byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(one);
    lengths
        .computeIfAbsent(name.substring(0, firstEnd(name, 0)), _ -> new TreeSet<>())
        .add(name.length());
  }

  List<TestCase> cases() {
    return cases;
  }

  String text() {
    String known = text;
    if (known == null) {
      known = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
      text = known;
    }
    return known;
  }

  Set<String> words() {
    Set<String> known = words;
    if (known == null) {
      known = new HashSet<>(List.of(WORDS.split(text(), -1)));
      words = known;
    }
    return known;
  }

  private List<String> lines() {
    List<String> known = lines;
    if (known == null) {
      known =
          text()
              .lines()
              .map(each -> each.length() > LINE_MAX ? each.substring(0, LINE_MAX) : each)
              .toList();
      lines = known;
    }
    return known;
  }

  private String line(int number) {
    List<String> all = lines();
    return number < 1 || number > all.size() ? "" : all.get(number - 1);
  }

  /// Whether the line says that what it names is not tested.
  ///
  /// @param id as a text has it
  boolean isDenied(int number, String id) {
    String line = line(number);
    if (TestShape.isComment(line) && TestShape.NOT_TESTED.matcher(line).find()) {
      return true;
    }
    int at = line.indexOf(id);
    String before = at >= 0 ? line.substring(0, at) : TestShape.isComment(line) ? line : "";
    return TestShape.TO_DO.matcher(before).find() || TestShape.NOT_TESTED.matcher(before).find();
  }

  /// @param number of the line with the mention, 1-based
  About about(int number) {
    if (cases.isEmpty()) {
      return new Unknown();
    }
    String line = line(number);
    if (isTest(number)) {
      return at(number);
    }
    boolean above = TestShape.isComment(line) || TestShape.isAnnotation(line);
    About below = above && indent(line(next(number))) <= indent(line) ? below(number) : new Whole();
    if (below instanceof Cases) {
      return below;
    }
    int around = around(number);
    if (around > 0) {
      return at(around);
    }
    below = below(number);
    if (!(below instanceof Whole)) {
      return below;
    }
    boolean opens = !above && TestShape.opens(line) && !OUTER.matcher(line).find();
    return opens || !isWhole(number) ? new Unknown() : below;
  }

  /// Together the tests stand for what is named before the first of them, and where none can be
  /// told from others.
  private boolean isWhole(int number) {
    Integer first = tests().isEmpty() ? null : tests().first();
    return first == null || (number < first && !isMissing());
  }

  /// Whether the file holds a test of which no report tells.
  private boolean isMissing() {
    Boolean known = missing;
    if (known == null) {
      known = tests().stream().anyMatch(each -> !(at(each) instanceof Cases));
      missing = known;
    }
    return known;
  }

  private int next(int number) {
    int next = number + 1;
    while (next <= lines().size() && TestShape.isComment(line(next))) {
      next++;
    }
    return next;
  }

  /// The test whose body a line stands in; 0 when it stands in none.
  private int around(int number) {
    int indent = indent(line(number));
    for (int each = number - 1; each > 0 && indent > 0; each--) {
      String line = line(each);
      if (line.isBlank() || indent(line) >= indent) {
        continue;
      }
      indent = indent(line);
      if (isTest(each)) {
        return each;
      }
    }
    return 0;
  }

  /// The test that the lines below lead to. Comments and annotations may stand between; what stands
  /// below a blank line or other code is another thing.
  private About below(int number) {
    int open = TestShape.isAnnotation(line(number)) ? TestShape.brackets(line(number)) : 0;
    int last = Math.min(number + LINES_BELOW, lines().size());
    for (int each = number + 1; each <= last; each++) {
      String line = line(each);
      if (line.isBlank() || (line.strip().startsWith("}") && open <= 0)) {
        return new Whole();
      }
      if (TestShape.isComment(line)) {
        continue;
      }
      if (declared().containsKey(each)) {
        return at(each);
      }
      if (open > 0 || TestShape.isAnnotation(line)) {
        open += TestShape.brackets(line);
        continue;
      }
      if (isTest(each)) {
        return at(each);
      }
      if (OUTER.matcher(line).find()) {
        return new Whole();
      }
      if (TestShape.opens(line)) {
        return new Unknown();
      }
    }
    return new Whole();
  }

  private boolean isTest(int number) {
    return declared().containsKey(number) || tests().contains(number);
  }

  /// The cases of the test that a line begins.
  private About at(int number) {
    String name = declared().get(number);
    if (name == null && line(number).endsWith("(")) {
      name = declared().get(number + 1);
    }
    if (name == null) {
      boolean annotated = TestShape.isAnnotation(line(number));
      return annotated && below(number) instanceof Cases found ? found : new Unknown();
    }
    return new Cases(own(byName.getOrDefault(name, List.of()), number));
  }

  /// Of tests of one name in several classes those of the class around the line.
  private List<TestCase> own(List<TestCase> same, int number) {
    Set<String> groups = new HashSet<>();
    same.forEach(each -> groups.add(inner(each)));
    if (groups.size() < 2) {
      return same;
    }
    int indent = indent(line(number));
    for (int each = number - 1; each > 0 && indent > 0; each--) {
      String line = line(each);
      if (line.isBlank() || indent(line) >= indent) {
        continue;
      }
      indent = indent(line);
      Set<String> here = new HashSet<>(List.of(WORDS.split(line, -1)));
      List<TestCase> found = same.stream().filter(one -> here.contains(inner(one))).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return same;
  }

  private static String inner(TestCase each) {
    String group = each.group() == null ? "" : each.group();
    String[] parts = WORDS.split(group, -1);
    return parts.length == 0 ? "" : parts[parts.length - 1];
  }

  private static int indent(String line) {
    int indent = 0;
    for (int i = 0; i < line.length() && Character.isWhitespace(line.charAt(i)); i++) {
      indent += line.charAt(i) == '\t' ? 4 : 1;
    }
    return indent;
  }

  /// The name of the case that each line begins.
  private Map<Integer, String> declared() {
    Map<Integer, String> known = declared;
    if (known == null) {
      known = new HashMap<>();
      List<String> all = lines();
      for (int i = 0; i < all.size(); i++) {
        String next = i + 1 < all.size() ? all.get(i + 1) : "";
        Optional<String> name = declared(all.get(i), next);
        if (name.isPresent()) {
          known.put(i + 1, name.get());
        }
      }
      declared = known;
    }
    return known;
  }

  private Optional<String> declared(String line, String next) {
    if (TestShape.isComment(line)) {
      return Optional.empty();
    }
    for (int at = 0; at < line.length(); ) {
      int end = firstEnd(line, at);
      TreeSet<Integer> some = lengths.get(line.substring(at, end));
      if (some != null) {
        for (int length : some.descendingSet()) {
          int to = at + length;
          if (to <= line.length()
              && (to == line.length() || !isInside(line, to))
              && byName.containsKey(line.substring(at, to))
              && TestShape.declares(line, at, to, next)) {
            return Optional.of(line.substring(at, to));
          }
        }
      }
      at = end;
    }
    return Optional.empty();
  }

  private static boolean isInside(String line, int at) {
    return Character.isJavaIdentifierPart(line.charAt(at))
        && Character.isJavaIdentifierPart(line.charAt(at - 1));
  }

  /// Behind the word that begins somewhere, or behind the one sign there.
  private static int firstEnd(String line, int at) {
    int end = at;
    while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) {
      end++;
    }
    return Math.max(end, at + 1);
  }

  /// The lines that begin a test, with and without a report of it.
  private NavigableSet<Integer> tests() {
    NavigableSet<Integer> known = tests;
    if (known == null) {
      known = new TreeSet<>(declared().keySet());
      List<String> all = lines();
      for (int i = 0; i < all.size(); i++) {
        if (TestShape.isTest(all.get(i))) {
          known.add(i + 1);
        }
      }
      tests = known;
    }
    return known;
  }

  /// Without what a tool writes around it: `adds()`, `adds[1]`, `suite > adds`, `TestAdds/one`.
  private static String plainName(TestCase each) {
    String name = each.name();
    int nested = name.lastIndexOf(" > ");
    name = nested < 0 ? name : name.substring(nested + 3);
    int end = name.length();
    for (int i = 0; i < end; i++) {
      if (name.charAt(i) == '(' || name.charAt(i) == '[') {
        end = i;
      }
    }
    name = end == 0 ? name : name.substring(0, end).strip();
    boolean go = name.startsWith("Test") && name.indexOf(' ') < 0 && name.indexOf('/') > 0;
    return go ? name.substring(0, name.indexOf('/')) : name;
  }
}
