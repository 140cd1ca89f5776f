package dev.speckit.spec.quality;

import java.util.Set;

/// The word lists of the rules. A word is listed only when it is vague in nearly every requirement;
/// `normal` or `simple` are not, because specs use them as names.
final class Vocabulary {
  static final Set<String> VAGUE =
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
  static final Set<String> SPEED =
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
  static final Set<String> AMOUNTS =
      Set.of("several", "many", "few", "numerous", "various", "lots", "multiple");
  static final Set<String> OPEN_END = Set.of("etc", "similar");
  static final Set<String> TIMES = Set.of("soon", "later", "eventually", "asap", "periodically");
  static final Set<String> NORMATIVE =
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
  static final Set<String> ENGLISH =
      Set.of("the", "a", "an", "of", "and", "to", "is", "are", "with", "for", "in", "on");
  static final Set<String> STRONG = Set.of("must", "shall", "required");
  static final Set<String> WEAK = Set.of("optional", "optionally", "may");

  /// Acronyms that readers of any spec know, and words that specs write in capitals.
  static final Set<String> KNOWN =
      Set.of(
          "API", "HTTP", "HTTPS", "JSON", "URL", "URI", "UI", "CSV", "PDF", "HTML", "XML", "SQL",
          "CPU", "RAM", "ID", "UTC", "ISO", "GB", "MB", "KB", "TB", "MIB", "KIB", "GIB", "GBE",
          "UTF", "ASCII", "IP", "TCP", "USB", "SSD", "OS", "PNG", "JPEG", "JPG", "GIF", "PC", "TV",
          "CLI", "README", "TODO", "TBD", "FIXME", "XXX", "MUST", "SHALL", "WHEN", "THEN", "WHILE",
          "IF", "GIVEN", "AND", "OR", "NOT", "THE", "WHERE", "SYSTEM", "SHOULD", "MAY", "OK", "AM",
          "PM", "FR", "AC", "NFR", "REQ", "SHA", "EUR", "USD", "SC", "US", "NEEDS");

  private Vocabulary() {}
}
