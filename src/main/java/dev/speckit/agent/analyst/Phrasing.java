package dev.speckit.agent.analyst;

import dev.speckit.spec.quality.Demand;
import dev.speckit.spec.quality.Words;
import dev.speckit.spec.quality.Words.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Short texts made from the words of the spec, never from words of our own beyond the verbs.
final class Phrasing {
  private static final int TITLE_WORDS = 12;
  private static final int QUOTE_MAX = 400;

  private Phrasing() {}

  /// What the system must do as an order; for any other subject the sentence itself, cut after some
  /// words.
  static String title(String verb, Demand demand) {
    String text = flat(demand.text());
    String lower = text.toLowerCase(Locale.ROOT);
    for (String duty : List.of("the system shall ", "the system must ")) {
      int at = lower.indexOf(duty);
      int from = at + duty.length();
      if (at >= 0 && from < text.length() && !lower.startsWith("not ", from)) {
        return text.substring(from, from + 1).toUpperCase(Locale.ROOT)
            + shortened(text.substring(from)).substring(1);
      }
    }
    return verb + ": " + shortened(text);
  }

  static String shortened(String text) {
    String first = firstSentence(text);
    List<Word> words = Words.of(first);
    if (words.size() <= TITLE_WORDS) {
      return stripped(first);
    }
    int end = TITLE_WORDS;
    while (end > 4 && !Words.carriesMeaning(words.get(end - 1)) && !words.get(end - 1).isNumber()) {
      end--;
    }
    int cut = words.get(end - 1).end();
    while (cut < first.length() && first.charAt(cut) != ' ') {
      cut++;
    }
    return stripped(first.substring(0, cut));
  }

  private static String stripped(String text) {
    String plain = text.replace("`", "").replace("**", "").strip();
    while (!plain.isEmpty() && ".,:;-*".indexOf(plain.charAt(plain.length() - 1)) >= 0) {
      plain = plain.substring(0, plain.length() - 1).strip();
    }
    return plain;
  }

  private static String firstSentence(String text) {
    String flat = text.replace('\n', ' ').replace('\r', ' ').strip();
    int end = flat.indexOf(". ");
    return end > 0 ? flat.substring(0, end) : flat;
  }

  /// `FR-001: The door …`, one line.
  static String quoted(Demand demand) {
    return demand.id() + ": " + flat(demand.text());
  }

  static String flat(String text) {
    String flat = String.join(" ", text.strip().lines().map(String::strip).toList());
    return flat.length() <= QUOTE_MAX ? flat : flat.substring(0, QUOTE_MAX) + "…";
  }

  /// A word as it is written in one of the demands that have its stem; empty when it stands only
  /// between back-ticks, where it is part of a name.
  static Optional<String> written(String stem, List<Demand> demands) {
    for (Demand demand : demands) {
      for (Word word : demand.words()) {
        if (!word.code() && Words.carriesMeaning(word) && Words.stem(word.text()).equals(stem)) {
          return Optional.of(demand.text().substring(word.start(), word.end()));
        }
      }
    }
    return Optional.empty();
  }

  static List<String> ids(List<Demand> demands) {
    List<String> ids = new ArrayList<>();
    for (Demand demand : demands) {
      if (!ids.contains(demand.id())) {
        ids.add(demand.id());
      }
    }
    return ids;
  }

  static String quotes(List<Demand> demands) {
    return String.join("\n", demands.stream().limit(12).map(Phrasing::quoted).toList());
  }

  static boolean hasAny(Demand demand, Set<String> stems) {
    return demand.stems().stream().anyMatch(stems::contains);
  }
}
