package dev.speckit.agent.analyst;

import dev.speckit.spec.quality.Demand;
import dev.speckit.spec.quality.Words;
import dev.speckit.spec.quality.Words.Word;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Short orders made from the words of a demand: "Every host MUST mount the export" is "Mount the
/// export".
final class Titles {
  /// Characters. A title that would be longer ends with [#MORE].
  static final int TITLE_MAX = 125;

  /// Tells the reader that something is missing.
  static final String MORE = " …";

  private static final Set<String> MODALS = Set.of("must", "shall", "should", "will", "can", "may");

  private static final Set<String> DUTIES = Set.of("must", "shall", "should");

  /// Words that restrict what stands before them. Without its restriction a demand says something
  /// else, at worst the opposite.
  private static final Set<String> RESTRICTING =
      Set.of(
          "that",
          "which",
          "who",
          "whose",
          "whom",
          "where",
          "only",
          "unless",
          "until",
          "after",
          "before",
          "when",
          "while",
          "whenever",
          "once",
          "if",
          "except",
          "without",
          "than",
          "least",
          "most",
          "as",
          "not",
          "never",
          "no",
          "nobody",
          "none",
          "during",
          "within",
          "provided",
          "because",
          "since");

  /// Behind one of these a weak modal verb tells of the subject: "data that can be lost".
  private static final Set<String> RELATIVE =
      Set.of("that", "which", "who", "where", "when", "if", "while", "unless", "until");

  private static final int RELATIVE_WORDS = 2;

  private static final Set<String> CONDITIONS =
      Set.of(
          "when",
          "while",
          "if",
          "after",
          "before",
          "where",
          "on",
          "with",
          "in",
          "during",
          "for",
          "once",
          "at",
          "given",
          "unless",
          "until",
          "except",
          "without",
          "whenever",
          "as");

  /// Subjects that say nothing in an order: whoever does the work does it for them.
  private static final Set<String> ACTORS =
      Set.of(
          "system",
          "script",
          "app",
          "application",
          "tool",
          "service",
          "program",
          "product",
          "import",
          "host",
          "implementation",
          "solution",
          "software",
          "server",
          "command");

  private Titles() {}

  /// The order that a requirement gives, or what a criterion says is to be proved.
  static String of(Demand demand) {
    String text = sentence(demand.text());
    List<Word> words = Words.of(text);
    int modal = modal(words, text);
    if (demand.criterion()) {
      return "Prove that " + lowered(cut(text, TITLE_MAX - "Prove that ".length()));
    }
    if (modal <= 0) {
      return cut(text);
    }
    String before = text.substring(0, words.get(modal).start()).strip();
    String condition = condition(before);
    if (condition.isEmpty() && opens(before)) {
      return cut(text);
    }
    String subject = before.substring(condition.length()).strip();
    String order = order(lowered(withoutComma(subject)), clause(text, words, modal));
    if (condition.isEmpty()) {
      return raised(cut(order));
    }
    boolean more = order.endsWith(MORE);
    String whole = more ? order.substring(0, order.length() - MORE.length()) : stripped(order);
    String tail = " " + lowered(smallWord(withoutComma(condition)));
    return raised(cut(whole + tail + (more ? MORE : "")));
  }

  /// The first word of duty, or of possibility that does not tell of the subject; the sentence must
  /// have a subject before it.
  private static int modal(List<Word> words, String text) {
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      boolean modal = MODALS.contains(word.text()) && !word.code();
      boolean month = word.text().equals("may") && Character.isUpperCase(text.charAt(word.start()));
      boolean weak = !DUTIES.contains(word.text()) && ofSubject(words, i);
      if (modal && !weak && (!month || text.startsWith("MAY", word.start()))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean ofSubject(List<Word> words, int modal) {
    return words.subList(Math.max(0, modal - RELATIVE_WORDS), modal).stream()
        .anyMatch(word -> RELATIVE.contains(word.text()));
  }

  /// What follows the duty. A second duty is left out, unless it restricts the first one.
  private static String clause(String text, List<Word> words, int modal) {
    int from = words.get(modal).end();
    int next = modal + 1;
    while (next < words.size() && !DUTIES.contains(words.get(next).text())) {
      next++;
    }
    String rest = text.substring(from).strip();
    if (next == words.size()) {
      return rest;
    }
    String until = text.substring(from, words.get(next).start());
    int end = Math.max(until.lastIndexOf(';'), until.lastIndexOf(','));
    int cut = end > 0 ? end : (until.stripTrailing() + " ").lastIndexOf(" and ");
    if (cut <= 0 || restricts(text.substring(from + cut))) {
      return rest;
    }
    return until.substring(0, cut).strip() + MORE;
  }

  private static boolean restricts(String text) {
    return Words.of(text).stream().anyMatch(word -> RESTRICTING.contains(word.text()));
  }

  /// The part before the subject, such as "When a loan ends,".
  private static String condition(String before) {
    if (!opens(before)) {
      return "";
    }
    int comma = before.indexOf(", ");
    if (comma > 0) {
      return before.substring(0, comma + 1);
    }
    String lower = before.toLowerCase(Locale.ROOT);
    int subject = Math.max(lower.lastIndexOf(" the "), lower.lastIndexOf(" a "));
    return subject > 0 ? before.substring(0, subject) : "";
  }

  private static boolean opens(String before) {
    List<Word> words = Words.of(before);
    return !words.isEmpty() && CONDITIONS.contains(words.getFirst().text());
  }

  /// `WHEN` is how requirements of one style are written, not a name.
  private static String smallWord(String condition) {
    int end = condition.indexOf(' ');
    return end < 0
        ? condition
        : condition.substring(0, end).toLowerCase(Locale.ROOT) + condition.substring(end);
  }

  private static String withoutComma(String text) {
    String plain =
        text.endsWith(" THEN") || text.endsWith(" then")
            ? text.substring(0, text.length() - 5)
            : text;
    return plain.endsWith(",") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static String order(String subject, String rest) {
    if (rest.startsWith("only ")) {
      return "only " + order(subject, rest.substring("only ".length()));
    }
    if (rest.startsWith("be able to ")) {
      return "let " + subject + " " + rest.substring("be able to ".length());
    }
    if (rest.regionMatches(true, 0, "not ", 0, 4)) {
      return "do not let " + subject + " " + rest.substring(4);
    }
    if (rest.startsWith("never ")) {
      return "never let " + subject + " " + rest.substring(6);
    }
    if (rest.startsWith("be ")) {
      return passive(subject, rest.substring(3))
          .orElse("make sure that " + subject + " is " + rest.substring(3));
    }
    String verb = rest.split(" ", 2)[0];
    boolean own = restricts(subject) || (Verbs.OWN_DOING.contains(verb) && !isActor(subject));
    return own ? "make " + subject + " " + rest : rest;
  }

  /// `moved from here` of `data` is `move data from here`; several participles stay together.
  private static Optional<String> passive(String subject, String rest) {
    String[] parts = rest.replace("tried again", "retried").split(" ", -1);
    StringBuilder verbs = new StringBuilder();
    String comma = "";
    int next = 0;
    while (next < parts.length) {
      boolean joins = next > 0 && (parts[next].equals("and") || parts[next].equals("or"));
      int at = joins && next + 1 < parts.length ? next + 1 : next;
      Optional<String> verb = Verbs.base(withoutComma(parts[at]));
      boolean continues = next == 0 || joins || !comma.isEmpty();
      if (verb.isEmpty() || !continues) {
        break;
      }
      verbs.append(comma).append(joins ? " " + parts[next] : "").append(' ').append(verb.get());
      comma = parts[at].endsWith(",") ? "," : "";
      next = at + 1;
    }
    if (verbs.isEmpty()) {
      return Optional.empty();
    }
    String tail = String.join(" ", List.of(parts).subList(next, parts.length));
    return Optional.of((verbs + " " + subject + comma + " " + tail).strip());
  }

  private static boolean isActor(String subject) {
    List<Word> words = Words.of(subject);
    return words.isEmpty()
        || (words.size() <= 2
            && ACTORS.contains(words.getLast().text())
            && !words.getLast().text().equals("host"));
  }

  static String cut(String text) {
    return cut(text, TITLE_MAX);
  }

  /// The text, or its beginning up to the end of a word and [#MORE]. No number is left at the end
  /// without its unit.
  private static String cut(String text, int max) {
    boolean more = text.endsWith(MORE);
    String plain = stripped(more ? text.substring(0, text.length() - MORE.length()) : text);
    if (plain.length() + (more ? MORE.length() : 0) <= max) {
      return more ? plain + MORE : plain;
    }
    int room = max - MORE.length();
    int end = 0;
    for (Word word : Words.of(plain)) {
      int whole = wholeEnd(plain, word);
      end = whole <= room && !word.isNumber() ? whole : end;
    }
    int kept = end > 0 ? end : Character.isHighSurrogate(plain.charAt(room - 1)) ? room - 1 : room;
    return stripped(plain.substring(0, kept)) + MORE;
  }

  /// Where a word ends with what is written on to it, such as the rest of a path.
  private static int wholeEnd(String text, Word word) {
    int end = word.end();
    while (end < text.length() && text.charAt(end) != ' ') {
      end++;
    }
    return end;
  }

  static String sentence(String text) {
    String flat = Phrasing.flat(text).replace("`", "").replace("**", "");
    int end = flat.indexOf(". ");
    String first = stripped(end > 0 ? flat.substring(0, end) : flat);
    int open = first.indexOf("[NEEDS CLARIFICATION");
    if (open > 0) {
      return stripped(first.substring(0, open)) + MORE;
    }
    return end > 0 && restricts(flat.substring(end)) ? first + MORE : first;
  }

  private static String stripped(String text) {
    String plain = text.strip();
    while (!plain.isEmpty() && ".,:;-*(".indexOf(plain.charAt(plain.length() - 1)) >= 0) {
      plain = plain.substring(0, plain.length() - 1).strip();
    }
    return plain;
  }

  /// The first letter small, unless the word is written in a way of its own, such as `NAS`.
  private static String lowered(String text) {
    int end = text.indexOf(' ') < 0 ? text.length() : text.indexOf(' ');
    boolean own =
        text.substring(Math.min(1, end), end)
            .chars()
            .anyMatch(
                c -> Character.isUpperCase(c) || Character.isDigit(c) || c == '/' || c == '.');
    return own || text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private static String raised(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
