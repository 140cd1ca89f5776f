package dev.speckit.spec.quality;

import dev.speckit.spec.quality.QualityRule.Found;
import dev.speckit.spec.quality.Vocabulary.Kind;
import dev.speckit.spec.quality.Words.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Checks that look at the words of one demand or line at a time.
final class WordingChecks {
  private static final List<String> PLACEHOLDERS =
      List.of("TBD", "TODO", "FIXME", "XXX", "???", "[NEEDS CLARIFICATION");

  private static final int WORDS_MAX = 60;
  private static final int QUESTION_MAX = 200;
  private static final Set<String> DUTY = Set.of("must", "shall");
  private static final Set<String> JOINING = Set.of("and", "or", "also", "it", "which", "that");

  private WordingChecks() {}

  /// One finding for a demand, however many of the words it has. A criterion that no test can
  /// decide is said once, by the rule of that name.
  static QualityRule.Check words(Kind kind, String meaning) {
    return (reading, found) -> {
      for (Demand demand : reading.demands()) {
        if (!demand.has(kind)) {
          continue;
        }
        List<String> terms =
            demand.words().stream()
                .filter(word -> !word.code() && kind.has(word.text()))
                .map(Word::text)
                .distinct()
                .toList();
        if (!terms.isEmpty() && !(kind == Kind.VAGUE && isUntestable(demand))) {
          String quoted = "\"" + String.join("\" and \"", terms) + "\"";
          String each = terms.size() == 1 ? quoted : "each of " + quoted;
          found.in(demand, terms.getFirst(), each + " " + meaning);
        }
      }
    };
  }

  static void speed(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
      if (!demand.has(Kind.SPEED) || demand.hasNumber()) {
        continue;
      }
      for (Word word : demand.words()) {
        if (!word.code() && Kind.SPEED.has(word.text())) {
          found.in(demand, word.text(), "\"" + word.text() + "\" has no number and no unit");
        }
      }
    }
  }

  static void phrases(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
      if (!demand.has(Kind.OPEN_END)) {
        continue;
      }
      String text = demand.text().toLowerCase(Locale.ROOT);
      for (String phrase : List.of("and so on", "as needed", "if necessary", "as appropriate")) {
        if (text.contains(phrase)) {
          found.in(demand, phrase, "\"" + phrase + "\" leaves the end of the list open");
        }
      }
      for (Word word : demand.words()) {
        if (!word.code() && word.text().equals("etc")) {
          found.in(demand, "etc", "\"etc.\" leaves the end of the list open");
        }
      }
    }
  }

  static void andOr(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
      boolean slashed = demand.text().indexOf('/') >= 0;
      if (slashed && demand.text().toLowerCase(Locale.ROOT).contains("and/or")) {
        found.in(demand, "and/or", "\"and/or\" can be read in two ways");
      }
    }
  }

  /// Over the whole text, code blocks excepted. Word boundaries are looked at only where the
  /// placeholder begins or ends with a letter.
  static void placeholders(Reading reading, Found found) {
    if (PLACEHOLDERS.stream().noneMatch(reading.spec().text()::contains)) {
      return;
    }
    Map<Integer, Demand> owners = new HashMap<>();
    reading.demands().forEach(demand -> owners.putIfAbsent(demand.line(), demand));
    boolean code = false;
    for (int i = 0; i < reading.lines().size(); i++) {
      String line = reading.lines().get(i);
      if (line.startsWith("```") || line.startsWith("~~~")) {
        code = !code;
      }
      for (String placeholder : PLACEHOLDERS) {
        if (!code && stands(line, placeholder)) {
          Demand owner = owners.get(i + 1);
          String message = "\"" + whole(line, placeholder) + "\" stands where a decision belongs";
          if (owner == null) {
            found.at(i + 1, reading.section(i + 1), placeholder, message);
          } else {
            found.in(owner, placeholder, message);
          }
          break;
        }
      }
    }
  }

  /// With the question that stands in the same brackets.
  private static String whole(String line, String placeholder) {
    int start = line.indexOf(placeholder);
    int end = placeholder.startsWith("[") ? line.lastIndexOf(']') : -1;
    return end < start || end - start > QUESTION_MAX ? placeholder : line.substring(start, end + 1);
  }

  private static boolean stands(String line, String placeholder) {
    boolean word = Character.isLetter(placeholder.charAt(0));
    for (int at = line.indexOf(placeholder);
        at >= 0;
        at = line.indexOf(placeholder, at + placeholder.length())) {
      int end = at + placeholder.length();
      boolean bounded =
          (at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1)))
              && (end == line.length() || !Character.isLetterOrDigit(line.charAt(end)));
      boolean quoted = at > 0 && (line.charAt(at - 1) == '`' || line.charAt(at - 1) == '"');
      if (!quoted && (!word || bounded)) {
        return true;
      }
    }
    return false;
  }

  static void normative(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
      boolean english = demand.has(Kind.ENGLISH);
      if (!demand.criterion() && english && !demand.has(Kind.NORMATIVE)) {
        found.in(demand, "", "nothing says whether this must, should or may be so");
      }
    }
  }

  /// Several duties of one thing, or a duty and the ban that goes with it, are read as one; a
  /// second thing with a duty of its own, or a third duty, is not.
  static void compound(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
      if (!demand.has(Kind.STRONG)) {
        continue;
      }
      int duties = 0;
      int bans = 0;
      boolean otherSubject = false;
      List<Word> words = demand.words();
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).code() || !DUTY.contains(words.get(i).text())) {
          continue;
        }
        boolean ban = i + 1 < words.size() && words.get(i + 1).text().equals("not");
        boolean joined = i > 0 && JOINING.contains(words.get(i - 1).text());
        otherSubject |= duties > 0 && !ban && !joined;
        bans += ban ? 1 : 0;
        duties += ban ? 0 : 1;
      }
      if (!demand.criterion() && (otherSubject || duties > 2 || bans > 1)) {
        found.in(demand, "", "it demands " + (duties + bans) + " things at once");
      }
    }
  }

  static void longDemand(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
      if (demand.words().size() > WORDS_MAX) {
        found.in(demand, "", "it has " + demand.words().size() + " words");
      }
    }
  }

  static void vagueCriterion(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
      if (isUntestable(demand)) {
        String term =
            demand.words().stream()
                .filter(word -> Kind.VAGUE.has(word.text()) || Kind.SPEED.has(word.text()))
                .map(Word::text)
                .findFirst()
                .orElse("");
        found.in(
            demand, term, "no test can decide whether this is met, because of \"" + term + "\"");
      }
    }
  }

  static boolean isUntestable(Demand demand) {
    boolean vague = demand.has(Kind.VAGUE) || demand.has(Kind.SPEED);
    return demand.criterion() && vague && !demand.hasNumber() && !demand.hasLiteral();
  }

  /// A term in capitals that is used once and explained nowhere.
  static void acronyms(Reading reading, Found found) {
    if (reading.demands().stream().noneMatch(WordingChecks::holdsAcronym)) {
      return;
    }
    Map<String, Integer> counts = new HashMap<>();
    for (String line : reading.lines()) {
      for (Word word : Words.of(line)) {
        String written = line.substring(word.start(), word.end());
        counts.merge(written, 1, Integer::sum);
      }
    }
    for (Demand demand : reading.demands()) {
      for (Word word : demand.words()) {
        String written = demand.text().substring(word.start(), word.end());
        if (!word.code()
            && isAcronym(written)
            && counts.getOrDefault(written, 0) < 2
            && !counts.containsKey(word.text())
            && !explained(demand.text(), word)) {
          found.in(demand, written, "\"" + written + "\" is used once and explained nowhere");
        }
      }
    }
  }

  private static boolean holdsAcronym(Demand demand) {
    for (Word word : demand.words()) {
      boolean capitals =
          word.end() - word.start() > 1
              && Character.isUpperCase(demand.text().charAt(word.start() + 1));
      if (capitals && isAcronym(demand.text().substring(word.start(), word.end()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAcronym(String written) {
    if (written.length() < 2 || written.length() > 6 || Vocabulary.KNOWN.contains(written)) {
      return false;
    }
    for (int i = 0; i < written.length(); i++) {
      if (!Character.isUpperCase(written.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean explained(String text, Word word) {
    boolean inside = word.start() > 0 && text.charAt(word.start() - 1) == '(';
    boolean followed = text.startsWith(" (", word.end());
    return inside || followed;
  }
}
