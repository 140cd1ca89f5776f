package dev.speckit.agent.analyst;

import dev.speckit.spec.quality.Demand;
import dev.speckit.spec.quality.Words;
import dev.speckit.spec.quality.Words.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What several demands speak of: names between back-ticks, and nouns behind an article. Verbs
/// never stand behind one.
final class Things {
  private static final Set<String> ARTICLES = Set.of("the", "every", "each");
  private static final int PHRASE_WORDS = 2;

  /// Nouns that name a place in a text or a measure, not a thing to build.
  private static final Set<String> NOT_THINGS =
      Set.of(
          "same",
          "system",
          "user",
          "following",
          "first",
          "second",
          "last",
          "next",
          "time",
          "end",
          "number",
          "day",
          "name",
          "result",
          "case");

  private Things() {}

  /// @param name as the first demand writes it
  /// @param written whether it stands between back-ticks: the very same thing everywhere
  /// @param users the demands that name it, in order
  record Thing(String name, boolean written, List<Demand> users) {
    Thing {
      users = List.copyOf(users);
    }
  }

  /// The things that at least two demands share, those with the most users first.
  static List<Thing> of(List<Demand> demands) {
    Map<String, String> names = new LinkedHashMap<>();
    Map<String, List<Demand>> users = new LinkedHashMap<>();
    for (Demand demand : demands) {
      for (String name : named(demand)) {
        String key = name.toLowerCase(Locale.ROOT);
        names.putIfAbsent(key, name);
        List<Demand> own = users.computeIfAbsent(key, _ -> new ArrayList<>());
        if (!own.contains(demand)) {
          own.add(demand);
        }
      }
    }
    List<Thing> things = new ArrayList<>();
    users.forEach((key, own) -> {
      if (own.size() > 1) {
        String name = names.getOrDefault(key, key);
        things.add(new Thing(name, !name.startsWith("the "), own));
      }
    });
    things.sort((left, right) -> right.users().size() - left.users().size());
    return things;
  }

  private static List<String> named(Demand demand) {
    List<String> names = new ArrayList<>(spans(demand.text()));
    List<Word> words = demand.words();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).code() || !ARTICLES.contains(words.get(i).text())) {
        continue;
      }
      int end = i + 1;
      while (end < words.size()
          && end - i <= PHRASE_WORDS
          && isNoun(words.get(end))
          && (end == i + 1 || words.get(end).start() - words.get(end - 1).end() == 1)) {
        end++;
      }
      if (end > i + 1 && !NOT_THINGS.contains(words.get(i + 1).text())) {
        names.add(
            "the " + demand.text().substring(words.get(i + 1).start(), words.get(end - 1).end()));
      }
    }
    return names;
  }

  private static boolean isNoun(Word word) {
    return !word.code() && Words.carriesMeaning(word) && !word.text().equals("does");
  }

  private static List<String> spans(String text) {
    List<String> spans = new ArrayList<>();
    String[] parts = text.split("`", -1);
    for (int i = 1; i + 1 < parts.length; i += 2) {
      if (parts[i].length() > 1) {
        spans.add(parts[i]);
      }
    }
    return spans;
  }
}
