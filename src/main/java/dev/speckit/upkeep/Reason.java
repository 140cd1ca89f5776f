package dev.speckit.upkeep;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Who wanted an upkeep.
enum Reason {
  ASKED,
  AUTOMATIC,
  TIMER;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Reason::word).toList();
  }

  static Reason of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
