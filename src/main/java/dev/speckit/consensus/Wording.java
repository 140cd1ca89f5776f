package dev.speckit.consensus;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a text says, freed of how it is written: case, space, punctuation, forms of numbers, of yes
/// and no, and endings of English words. Texts in other languages are compared word by word.
public final class Wording {
  /// Longer texts are compared by their beginning.
  private static final int LENGTH_MAX = 4_000;

  private static final Pattern GROUPED_NUMBER =
      Pattern.compile("(?<![\\d.,])\\d{1,3}(?:[,_' ]\\d{3})+(?![\\d,])");
  private static final Pattern TRAILING_ZEROS = Pattern.compile("(\\d+)\\.(\\d*?)0+(?!\\d)");
  private static final Pattern APOSTROPHE = Pattern.compile("(?<=\\p{L})['’](?=\\p{L})");

  /// Letters or digits with inner points between digits: `1.5`, `fr`, `001`. A number and its unit
  /// fall apart: `30s` is `30 s`.
  private static final Pattern WORD =
      Pattern.compile("\\d+(?:\\.\\d+)*|[\\p{L}\\p{M}]+|%|\\p{So}|(?<![\\p{L}\\d])-(?=\\d)");

  private static final Set<String> YES =
      Set.of(
          "yes",
          "y",
          "yeah",
          "yep",
          "true",
          "sure",
          "correct",
          "affirmative",
          "of course",
          "yes please",
          "absolutely");
  private static final Set<String> NO =
      Set.of("no", "n", "nope", "false", "never", "negative", "no thanks", "not at all");

  private static final Map<String, String> NUMBER_WORDS =
      Map.ofEntries(
          Map.entry("zero", "0"),
          Map.entry("one", "1"),
          Map.entry("two", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"),
          Map.entry("percent", "%"));

  private static final Set<String> ARTICLES = Set.of("a", "an", "the");

  /// Words that say nothing about which piece of work or which matter is meant.
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "a",
          "an",
          "the",
          "and",
          "or",
          "of",
          "to",
          "in",
          "on",
          "for",
          "with",
          "by",
          "from",
          "at",
          "as",
          "is",
          "are",
          "be",
          "it",
          "its",
          "this",
          "that",
          "these",
          "those",
          "into",
          "via",
          "per",
          "all",
          "any",
          "each",
          "every",
          "so",
          "if",
          "then",
          "than",
          "when",
          "which",
          "what",
          "how",
          "who",
          "where",
          "why",
          "should",
          "shall",
          "must",
          "will",
          "would",
          "can",
          "could",
          "may",
          "might",
          "do",
          "does",
          "did",
          "has",
          "have",
          "we",
          "you",
          "i",
          "they",
          "there",
          "such",
          "also",
          "using",
          "use",
          "used",
          "system",
          "implement",
          "implementation",
          "build",
          "create",
          "add",
          "develop",
          "make",
          "provide",
          "support",
          "introduce",
          "ensure",
          "define",
          "set",
          "up",
          "write",
          "handle",
          "enable",
          "allow");

  /// Stems of words that are used for one another in plans and specs.
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("doc", "document"),
          Map.entry("documentat", "document"),
          Map.entry("delet", "remov"),
          Map.entry("purg", "remov"),
          Map.entry("eras", "remov"),
          Map.entry("retriev", "restor"),
          Map.entry("fetch", "restor"),
          Map.entry("config", "configur"),
          Map.entry("configurat", "configur"),
          Map.entry("db", "database"),
          Map.entry("databas", "database"),
          Map.entry("auth", "authenticat"),
          Map.entry("signin", "login"),
          Map.entry("param", "paramet"),
          Map.entry("verif", "verify"));

  private Wording() {}

  /// The text in canonical form: lower case, one blank between words, numbers without grouping, the
  /// whole of a yes or no as `yes` or `no`. Empty when nothing but punctuation was there.
  public static String normal(String text) {
    String joined = String.join(" ", tokens(text));
    if (YES.contains(joined)) {
      return "yes";
    }
    return NO.contains(joined) ? "no" : joined;
  }

  /// What two answers must have in common to be the same answer: the stems of all their words but
  /// articles, in order. Stricter than likeness, for a wrong "same" would apply an answer that
  /// nobody gave.
  public static String answerKey(String text) {
    List<String> stems = new ArrayList<>();
    for (String token : normal(text).split(" ", -1)) {
      if (!ARTICLES.contains(token)) {
        stems.add(stem(token));
      }
    }
    return String.join(" ", stems);
  }

  /// The stems of the words that carry meaning, in order, repetitions kept; of all words when none
  /// does.
  static List<String> stems(String text) {
    List<String> tokens = tokens(text);
    List<String> carrying =
        tokens.stream().filter(token -> !EMPTY_WORDS.contains(token)).map(Wording::stem).toList();
    return carrying.isEmpty() ? tokens.stream().map(Wording::stem).toList() : carrying;
  }

  private static List<String> tokens(String text) {
    String folded =
        Normalizer.normalize(beginning(text), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    folded = GROUPED_NUMBER.matcher(folded).replaceAll(Wording::ungrouped);
    folded = TRAILING_ZEROS.matcher(folded).replaceAll(Wording::shortened);
    folded = APOSTROPHE.matcher(folded).replaceAll("");
    List<String> tokens = new ArrayList<>();
    Matcher matcher = WORD.matcher(folded);
    while (matcher.find()) {
      addToken(matcher.group(), tokens);
    }
    return tokens;
  }

  private static String beginning(String text) {
    if (text.length() <= LENGTH_MAX) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LENGTH_MAX - 1)) ? LENGTH_MAX - 1 : LENGTH_MAX;
    return text.substring(0, end);
  }

  private static String ungrouped(java.util.regex.MatchResult number) {
    return number.group().replaceAll("[,_' ]", "");
  }

  private static String shortened(java.util.regex.MatchResult number) {
    return number.group(2).isEmpty() ? number.group(1) : number.group(1) + "." + number.group(2);
  }

  private static void addToken(String word, List<String> tokens) {
    int[] points = word.codePoints().toArray();
    if (points.length < 3 || !Character.isIdeographic(points[0])) {
      tokens.add(NUMBER_WORDS.getOrDefault(word, word));
      return;
    }
    // Scripts without blanks: neighbouring pairs stand for words.
    for (int i = 0; i + 1 < points.length; i++) {
      tokens.add(new String(points, i, 2));
    }
  }

  /// A light stemmer: one form for `archive`, `archives`, `archived`, `archiving`.
  static String stem(String word) {
    String stem = withoutPlural(word);
    stem = withoutEnding(stem);
    if (stem.length() > 4 && stem.endsWith("e")) {
      stem = stem.substring(0, stem.length() - 1);
    }
    return SAME.getOrDefault(stem, stem);
  }

  private static String withoutPlural(String word) {
    if (word.length() > 4 && word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.length() > 4
        && (word.endsWith("sses") || word.endsWith("xes") || word.endsWith("ches"))) {
      return word.substring(0, word.length() - 2);
    }
    boolean plural =
        word.length() > 3
            && word.endsWith("s")
            && !word.endsWith("ss")
            && !word.endsWith("us")
            && !word.endsWith("is");
    return plural ? word.substring(0, word.length() - 1) : word;
  }

  private static String withoutEnding(String word) {
    for (String ending : List.of("ing", "ed", "er", "or")) {
      if (word.length() - ending.length() >= 4 && word.endsWith(ending)) {
        return withoutDouble(word.substring(0, word.length() - ending.length()));
      }
    }
    boolean noun = word.length() > 6 && (word.endsWith("sion") || word.endsWith("tion"));
    return noun ? word.substring(0, word.length() - 3) : word;
  }

  private static String withoutDouble(String stem) {
    int last = stem.length() - 1;
    boolean doubled =
        stem.length() > 4
            && stem.charAt(last) == stem.charAt(last - 1)
            && "bdgmnprt".indexOf(stem.charAt(last)) >= 0;
    return doubled ? stem.substring(0, last) : stem;
  }
}
