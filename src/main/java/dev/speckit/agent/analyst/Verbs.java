package dev.speckit.agent.analyst;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The base form of English participles: `mounted` is `mount`, `moved` is `move`.
final class Verbs {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("kept", "keep"),
          Map.entry("sent", "send"),
          Map.entry("shown", "show"),
          Map.entry("written", "write"),
          Map.entry("read", "read"),
          Map.entry("built", "build"),
          Map.entry("made", "make"),
          Map.entry("held", "hold"),
          Map.entry("set", "set"),
          Map.entry("reset", "reset"),
          Map.entry("put", "put"),
          Map.entry("run", "run"),
          Map.entry("given", "give"),
          Map.entry("taken", "take"),
          Map.entry("told", "tell"),
          Map.entry("found", "find"),
          Map.entry("chosen", "choose"),
          Map.entry("hidden", "hide"),
          Map.entry("paid", "pay"),
          Map.entry("drawn", "draw"),
          Map.entry("cut", "cut"),
          Map.entry("split", "split"),
          Map.entry("lent", "lend"),
          Map.entry("brought", "bring"),
          Map.entry("tied", "tie"),
          Map.entry("freed", "free"),
          Map.entry("agreed", "agree"),
          Map.entry("seen", "see"));

  /// Ends of regular stems that lost an `e`; the longest end found in either list decides.
  private static final List<String> WITH_E =
      List.of(
          "v", "c", "z", "u", "dg", "rg", "ag", "at", "ang", "bl", "dl", "gl", "pl", "tl", "cl",
          "kl", "fl", "ul", "ur", "ir", "ar", "in", "id", "od", "ud", "rad", "let", "ut", "ot",
          "ap", "ip", "yp", "scop", "ik", "ok", "im", "am", "um", "il", "rol", "ib", "us", "is",
          "as", "os", "rs", "ns", "tor", "nor", "plor", "scor", "clon", "tun", "cach", "sid",
          "creat", "cit", "vit", "unit", "writ");

  private static final List<String> WITHOUT_E =
      List.of(
          "oat", "eat", "ain", "oin", "ail", "oil", "aim", "oid", "ear", "air", "our", "out", "aud",
          "oad", "ead", "velop", "claim", "oot", "aid", "gin", "ook", "eak", "oop", "eap", "pivot",
          "control", "patrol", "focus", "format", "canvas", "alias", "bias", "cus");

  private Verbs() {}

  /// The base form; empty when the word is no participle that is known.
  static Optional<String> base(String participle) {
    String word = participle.toLowerCase(Locale.ROOT);
    String irregular = IRREGULAR.get(word);
    if (irregular != null) {
      return Optional.of(irregular);
    }
    if (word.length() < 5 || !word.endsWith("ed") || !isLetters(word)) {
      return word.equals("used") ? Optional.of("use") : Optional.empty();
    }
    if (word.endsWith("ied")) {
      return Optional.of(word.substring(0, word.length() - 3) + "y");
    }
    return Optional.of(regular(word.substring(0, word.length() - 2)));
  }

  private static String regular(String stem) {
    int last = stem.length() - 1;
    boolean doubled = stem.charAt(last) == stem.charAt(last - 1);
    if (doubled && "slf".indexOf(stem.charAt(last)) < 0) {
      return stem.substring(0, last);
    }
    if (doubled) {
      return stem;
    }
    return longest(stem, WITH_E) > longest(stem, WITHOUT_E) ? stem + "e" : stem;
  }

  private static int longest(String stem, List<String> ends) {
    return ends.stream().filter(stem::endsWith).mapToInt(String::length).max().orElse(0);
  }

  private static boolean isLetters(String word) {
    return word.chars().allMatch(c -> c >= 'a' && c <= 'z');
  }

  /// Verbs that say what a thing does by itself; as an order they would have lost their subject.
  static final Set<String> OWN_DOING =
      Set.of(
          "run", "end", "finish", "start", "stop", "exit", "work", "survive", "fit", "reach",
          "appear", "remain", "stay", "respond", "answer", "fail", "expire", "have", "be", "last",
          "return", "hang", "glow", "close", "open", "lock", "ring", "take", "support", "leave",
          "contain", "include", "use", "see", "know", "sign", "enter", "receive", "get", "choose",
          "select", "view", "become", "carry", "cover", "exist", "belong", "begin", "happen");
}
