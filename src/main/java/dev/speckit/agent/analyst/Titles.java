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
  /// Characters; one line of a table.
  static final int TITLE_MAX = 80;

  private static final int TITLE_MIN = 20;
  private static final Set<String> MODALS = Set.of("must", "shall", "should", "will", "can", "may");

  private static final Set<String> DUTIES = Set.of("must", "shall", "should");

  /// A title ends before the clause that one of these begins, when it has to be cut inside of it.
  private static final Set<String> CLAUSES =
      Set.of(
          "when", "while", "that", "which", "if", "after", "before", "until", "because", "so",
          "where", "unless", "since", "whose", "who", "as", "created");

  private static final Set<String> CONDITIONS =
      Set.of(
          "when", "while", "if", "after", "before", "where", "on", "with", "in", "during", "for",
          "once", "at", "given");

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
    int modal = modal(words, text, 0);
    if (demand.criterion() || modal <= 0) {
      String plain = cut(text);
      return demand.criterion() ? "Prove that " + lowered(cut(text, TITLE_MAX - 11)) : plain;
    }
    String before = text.substring(0, words.get(modal).start()).strip();
    String condition = condition(before);
    String subject = before.substring(condition.length()).strip();
    String order = cut(order(lowered(withoutComma(subject)), clause(text, words, modal)));
    String tail = " " + lowered(smallWord(withoutComma(condition)));
    boolean fits = !condition.isEmpty() && order.length() + tail.length() <= TITLE_MAX;
    return raised(fits ? order + tail : order);
  }

  /// The first word of duty; the sentence must have a subject before it.
  private static int modal(List<Word> words, String text, int from) {
    for (int i = from; i < words.size(); i++) {
      Word word = words.get(i);
      boolean duty = MODALS.contains(word.text()) && !word.code();
      boolean month = word.text().equals("may") && Character.isUpperCase(text.charAt(word.start()));
      if (duty && (!month || text.startsWith("MAY", word.start()))) {
        return i;
      }
    }
    return -1;
  }

  /// What follows the duty, up to the next one.
  private static String clause(String text, List<Word> words, int modal) {
    int next = modal + 1;
    while (next < words.size() && !DUTIES.contains(words.get(next).text())) {
      next++;
    }
    String rest = text.substring(words.get(modal).end()).strip();
    if (next == words.size()) {
      return rest;
    }
    String until = text.substring(words.get(modal).end(), words.get(next).start()).strip();
    int end = Math.max(until.lastIndexOf(';'), until.lastIndexOf(','));
    int and = until.endsWith(" and") ? until.length() - 4 : until.lastIndexOf(" and ");
    return end > 0 || and > 0 ? until.substring(0, Math.max(end, end > 0 ? end : and)) : until;
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
    boolean own = Verbs.OWN_DOING.contains(verb) && !isActor(subject);
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

  /// The text, or its beginning up to the end of a clause.
  private static String cut(String text, int max) {
    String plain = stripped(text);
    if (plain.length() <= max) {
      return plain;
    }
    List<Word> words = Words.of(plain);
    int end = 0;
    while (end < words.size() && wholeEnd(plain, words.get(end)) <= max) {
      end++;
    }
    int comma = plain.lastIndexOf(", ", max);
    if (comma >= max / 2) {
      return stripped(plain.substring(0, comma));
    }
    int clause = Math.min(end, words.size() - 1);
    while (clause > 2
        && !(CLAUSES.contains(words.get(clause).text())
            && words.get(clause - 1).end() >= TITLE_MIN)) {
      clause--;
    }
    int kept = settled(words, clause > 2 ? clause : end);
    if (kept > 4 && waits(words.get(kept - 2))) {
      kept = settled(words, kept - 2);
    }
    return stripped(plain.substring(0, wholeEnd(plain, words.get(kept - 1))));
  }

  /// Leaves no word at the end that waits for another one.
  private static int settled(List<Word> words, int from) {
    int end = Math.max(1, from);
    while (end > 3 && waits(words.get(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean waits(Word word) {
    return !word.isNumber() && !Words.carriesMeaning(word);
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
    if (open <= 0) {
      return first;
    }
    List<Word> words = Words.of(first.substring(0, open));
    return words.isEmpty()
        ? first
        : first.substring(0, words.get(settled(words, words.size()) - 1).end());
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
