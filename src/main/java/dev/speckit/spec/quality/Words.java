package dev.speckit.spec.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Words of a text, found in one pass and without patterns, so that a cold start stays cheap.
public final class Words {
  private static final Set<String> STOP =
      Set.of(
          "a", "about", "above", "after", "again", "all", "also", "an", "and", "any", "are", "as",
          "at", "be", "because", "been", "before", "below", "between", "both", "but", "by", "can",
          "could", "did", "do", "does", "done", "during", "each", "every", "for", "from", "given",
          "had", "has", "have", "having", "her", "here", "his", "how", "i", "if", "in", "into",
          "is", "it", "its", "least", "less", "may", "might", "more", "most", "must", "my", "never",
          "no", "none", "not", "of", "off", "on", "once", "one", "only", "or", "other", "our",
          "out", "over", "own", "per", "shall", "should", "since", "so", "some", "still", "such",
          "system", "than", "that", "the", "their", "them", "then", "there", "these", "they",
          "this", "those", "through", "to", "too", "two", "under", "until", "up", "upon", "use",
          "used", "user", "users", "uses", "using", "via", "want", "was", "we", "were", "what",
          "when", "where", "whether", "which", "while", "who", "whose", "will", "with", "within",
          "without", "would", "you", "your");

  private Words() {}

  /// @param text lower case, apostrophes and hyphens inside kept
  /// @param start index of the first character in the text read
  /// @param end index after the last character
  /// @param code whether it stands between back-ticks
  public record Word(String text, int start, int end, boolean code) {
    /// Whether it is written with digits only, such as `900` or `1,048,576` or `0.5`.
    public boolean isNumber() {
      return Character.isDigit(text.charAt(0));
    }
  }

  public static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    boolean code = false;
    int at = 0;
    while (at < text.length()) {
      char here = text.charAt(at);
      if (here == '`') {
        code = !code;
      }
      if (!Character.isLetterOrDigit(here)) {
        at++;
        continue;
      }
      int end = Character.isDigit(here) ? numberEnd(text, at) : wordEnd(text, at);
      words.add(new Word(text.substring(at, end).toLowerCase(Locale.ROOT), at, end, code));
      at = end;
    }
    return words;
  }

  private static int wordEnd(String text, int start) {
    int end = start;
    while (end < text.length()) {
      char here = text.charAt(end);
      boolean joins =
          (here == '-' || here == '\'' || here == '_')
              && end + 1 < text.length()
              && Character.isLetterOrDigit(text.charAt(end + 1));
      if (!Character.isLetterOrDigit(here) && !joins) {
        break;
      }
      end++;
    }
    return end;
  }

  private static int numberEnd(String text, int start) {
    int end = start;
    while (end < text.length()) {
      char here = text.charAt(end);
      boolean joins =
          (here == '.' || here == ',')
              && end + 1 < text.length()
              && Character.isDigit(text.charAt(end + 1));
      if (!Character.isDigit(here) && !joins) {
        break;
      }
      end++;
    }
    return end;
  }

  /// Whether the word carries meaning of its own, which articles, modal verbs and the like do not.
  public static boolean carriesMeaning(Word word) {
    return word.text().length() > 1 && !word.isNumber() && !STOP.contains(word.text());
  }

  /// A rough stem, so that `mounts`, `mounted` and `mount` are one word. Wrong stems do no harm as
  /// long as they are the same for all texts.
  public static String stem(String word) {
    String stem = cut(cut(word, "'s", 2), "ies", 3);
    if (!stem.equals(word) && word.endsWith("ies")) {
      return stem + "y";
    }
    for (String ending : List.of("ations", "ation", "ings", "ing", "ed", "es", "s", "e")) {
      if (ending.equals("s") && (word.endsWith("ss") || word.endsWith("us"))) {
        continue;
      }
      String shorter = cut(stem, ending, 3);
      if (!shorter.equals(stem)) {
        return undoubled(shorter);
      }
    }
    return undoubled(stem);
  }

  private static String cut(String word, String ending, int left) {
    return word.endsWith(ending) && word.length() - ending.length() >= left
        ? word.substring(0, word.length() - ending.length())
        : word;
  }

  /// `stopp` of `stopped` is `stop`.
  private static String undoubled(String stem) {
    int last = stem.length() - 1;
    return last > 2 && stem.charAt(last) == stem.charAt(last - 1) && stem.charAt(last) != 's'
        ? stem.substring(0, last)
        : stem;
  }
}
