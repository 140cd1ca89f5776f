package dev.speckit.spec.quality;

import dev.speckit.spec.quality.QualityRule.Found;
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

  private WordingChecks() {}

  static QualityRule.Check words(Set<String> listed, String meaning) {
    return (reading, found) -> {
      for (Demand demand : reading.demands()) {
        for (Word word : demand.words()) {
          if (!word.code() && listed.contains(word.text())) {
            found.in(demand, word.text(), "\"" + word.text() + "\" " + meaning);
          }
        }
      }
    };
  }

  static void speed(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
      if (demand.hasNumber()) {
        continue;
      }
      for (Word word : demand.words()) {
        if (!word.code() && Vocabulary.SPEED.contains(word.text())) {
          found.in(demand, word.text(), "\"" + word.text() + "\" has no number and no unit");
        }
      }
    }
  }

  static void phrases(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
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
      if (demand.text().toLowerCase(Locale.ROOT).contains("and/or")) {
        found.in(demand, "and/or", "\"and/or\" can be read in two ways");
      }
    }
  }

  /// Over the whole text, code blocks excepted. Word boundaries are looked at only where the
  /// placeholder begins or ends with a letter.
  static void placeholders(Reading reading, Found found) {
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
          String message = "\"" + placeholder + "\" stands where a decision belongs";
          if (owner == null) {
            found.at(i + 1, "", placeholder, message);
          } else {
            found.in(owner, placeholder, message);
          }
          break;
        }
      }
    }
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
      boolean english = demand.has(Vocabulary.ENGLISH);
      if (!demand.criterion() && english && !demand.has(Vocabulary.NORMATIVE)) {
        found.in(demand, "", "nothing says whether this must, should or may be so");
      }
    }
  }

  static void compound(Reading reading, Found found) {
    for (Demand demand : reading.demands()) {
      int count = 0;
      for (Word word : demand.words()) {
        if (!word.code() && (word.text().equals("must") || word.text().equals("shall"))) {
          count++;
        }
      }
      if (!demand.criterion() && count > 1) {
        found.in(demand, "", "it demands " + count + " things at once");
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
      boolean vague = demand.has(Vocabulary.VAGUE) || demand.has(Vocabulary.SPEED);
      if (demand.criterion() && vague && !demand.hasNumber() && !demand.hasLiteral()) {
        found.in(demand, "", "no test can decide whether this is met");
      }
    }
  }

  /// A term in capitals that is used once and explained nowhere.
  static void acronyms(Reading reading, Found found) {
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
