package dev.speckit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The words of a call, cut at the command's name.
///
/// @param command the first word that is neither a global option nor its value; empty when there is
///   none
/// @param others all other words in order: global options before the name, then what follows it
record Words(Optional<String> command, List<String> others) {
  Words {
    others = List.copyOf(others);
  }

  static Words cut(List<String> words) {
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (Globals.takes(word, Globals.DIRECTORY)) {
        at++;
      } else if (!word.startsWith("-")) {
        List<String> others = new ArrayList<>(words);
        others.remove(at);
        return new Words(Optional.of(word), others);
      }
    }
    return new Words(Optional.empty(), words);
  }

  /// Whether the caller is a program: known even when the words are wrong otherwise.
  boolean askForJson() {
    int end = others.indexOf("--");
    List<String> options = end < 0 ? others : others.subList(0, end);
    return options.contains("--json") || options.contains("--events");
  }
}
