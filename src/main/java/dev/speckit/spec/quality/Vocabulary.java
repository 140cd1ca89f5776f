package dev.speckit.spec.quality;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The word lists of the rules. A word is listed only when it is vague in nearly every requirement;
/// `normal` or `simple` are not, because specs use them as names.
final class Vocabulary {
  private static final Set<String> VAGUE =
      Set.of(
          "easy",
          "easily",
          "user-friendly",
          "userfriendly",
          "intuitive",
          "intuitively",
          "robust",
          "robustly",
          "appropriate",
          "appropriately",
          "adequate",
          "adequately",
          "reasonable",
          "reasonably",
          "gracefully",
          "graceful",
          "seamless",
          "seamlessly",
          "properly",
          "suitable",
          "suitably",
          "sufficient",
          "sufficiently",
          "flexible",
          "flexibly",
          "nice",
          "nicely",
          "convenient",
          "conveniently",
          "elegant",
          "modern",
          "smoothly",
          "timely",
          "normally",
          "usually",
          "generally",
          "typically",
          "mostly",
          "often",
          "sometimes",
          "optimal",
          "optimally",
          "state-of-the-art",
          "cleanly",
          "sensible",
          "sensibly");
  private static final Set<String> SPEED =
      Set.of(
          "fast",
          "faster",
          "quick",
          "quickly",
          "rapid",
          "rapidly",
          "slow",
          "responsive",
          "performant",
          "scalable",
          "efficient",
          "efficiently",
          "low-latency",
          "real-time",
          "instantly",
          "high-performance");
  private static final Set<String> AMOUNTS =
      Set.of("several", "many", "few", "numerous", "various", "lots", "multiple");
  private static final Set<String> TIMES =
      Set.of("soon", "later", "eventually", "asap", "periodically");
  private static final Set<String> NORMATIVE =
      Set.of(
          "must",
          "shall",
          "should",
          "will",
          "may",
          "can",
          "cannot",
          "never",
          "always",
          "needs",
          "required",
          "requires",
          "mustn't",
          "can't");
  private static final Set<String> ENGLISH =
      Set.of("the", "a", "an", "of", "and", "to", "is", "are", "with", "for", "in", "on");
  private static final Set<String> STRONG = Set.of("must", "shall", "required");
  private static final Set<String> WEAK = Set.of("optional", "optionally", "may");

  /// Acronyms that readers of any spec know, and words that specs write in capitals.
  static final Set<String> KNOWN =
      Set.of(
          "API", "HTTP", "HTTPS", "JSON", "URL", "URI", "UI", "CSV", "PDF", "HTML", "XML", "SQL",
          "CPU", "RAM", "ID", "UTC", "ISO", "GB", "MB", "KB", "TB", "MIB", "KIB", "GIB", "GBE",
          "UTF", "ASCII", "IP", "TCP", "USB", "SSD", "OS", "PNG", "JPEG", "JPG", "GIF", "PC", "TV",
          "CLI", "README", "TODO", "TBD", "FIXME", "XXX", "MUST", "SHALL", "WHEN", "THEN", "WHILE",
          "IF", "GIVEN", "AND", "OR", "NOT", "THE", "WHERE", "SYSTEM", "SHOULD", "MAY", "OK", "AM",
          "PM", "FR", "AC", "NFR", "REQ", "SHA", "EUR", "USD", "SC", "US", "NEEDS");

  /// What a word is to the rules.
  enum Kind {
    VAGUE(Vocabulary.VAGUE),
    SPEED(Vocabulary.SPEED),
    AMOUNT(AMOUNTS),
    TIME(TIMES),
    /// One word of each phrase that leaves a list open.
    OPEN_END(Set.of("so", "needed", "necessary", "appropriate", "etc")),
    NORMATIVE(Vocabulary.NORMATIVE),
    ENGLISH(Vocabulary.ENGLISH),
    STRONG(Vocabulary.STRONG),
    WEAK(Vocabulary.WEAK),
    OPTIONAL(Set.of("optional", "optionally"));

    /// All kinds of a word at one look; every rule would look by itself.
    private static final Map<String, Integer> KINDS = new HashMap<>();

    static {
      for (Kind kind : values()) {
        kind.words.forEach(word -> KINDS.merge(word, kind.bit(), (one, other) -> one | other));
      }
    }

    private final Set<String> words;

    Kind(Set<String> words) {
      this.words = words;
    }

    /// The bits of all kinds of a word in small letters.
    static int bits(String word) {
      return KINDS.getOrDefault(word, 0);
    }

    int bit() {
      return 1 << ordinal();
    }

    boolean has(String word) {
      return words.contains(word);
    }
  }

  private Vocabulary() {}
}
