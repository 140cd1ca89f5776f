package dev.speckit.consensus;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether an entry is for a thing, forbids it, or refuses the work itself. Entries of different
/// polarity are never the same however many words they share: `Reject FR-004` is no support of
/// FR-004.
///
/// Only main clauses decide: in "finish booting when the NAS does not answer" nothing is forbidden.
/// What is mistaken for a negation becomes dissent, which loses nothing; the reverse would count a
/// voice for what it speaks against.
enum Polarity {
  FOR,
  FORBIDS,
  REFUSES;

  private static final String REFERENCE =
      "(?:(?:the |this |that |all"
          + " )*(?:requirements?|demands?|criteri(?:on|a)|stor(?:y|ies)|work|items?|tasks?)\\b|(?:the"
          + " )?[a-z]{1,6}-?\\d+)";

  private static final String NOT = "(?:do not|dont|will not|wont|shall not|should not|must not)";

  private static final String LEAD = "(?:please |deliberately |we )?";

  /// The work is refused, wherever in a clause that is said.
  private static final Pattern REFUSAL =
      Pattern.compile(
          "\\bout of (?:the )?scope\\b|\\bnot in scope\\b|\\bbeyond the scope\\b"
              + "|\\bnot (?:be )?(?:needed|required|necessary|planned|built|implemented)\\b"
              + "|\\bno need\\b|\\b(?:unnecessary|unneeded)\\b"
              + "|\\b"
              + NOT
              + " (?:build|implement|develop|do)\\b");

  private static final Pattern REFUSAL_AT_START =
      Pattern.compile(
          "^"
              + LEAD
              + "(?:skip|omit|postpone|leave (?:[^ ]+ ){0,8}out|descope|decline|abandon)\\b"
              + "|^(?:rejected|refused|skipped|omitted|dropped|deferred|declined|removed)"
              + "(?:$| "
              + REFERENCE
              + ")|^"
              + LEAD
              + "(?:reject|refuse|drop|exclude|remove|delete|cancel|ignore|defer|strike) "
              + REFERENCE);

  private static final Pattern PROHIBITION_AT_START =
      Pattern.compile("^(?:please )?(?:drop|exclude|ignore|defer|avoid|stop|" + NOT + "|never)\\b");

  private static final Set<String> NEGATIONS =
      Set.of(
          "not",
          "dont",
          "never",
          "cannot",
          "cant",
          "wont",
          "mustnt",
          "shouldnt",
          "doesnt",
          "isnt",
          "arent",
          "reject",
          "rejects",
          "refuse",
          "refuses",
          "prevent",
          "prevents",
          "forbid",
          "forbids",
          "prohibit",
          "prohibits",
          "disallow",
          "disallows",
          "deny",
          "denies");

  /// What follows is a bound, not a negation: `no more than 10`.
  private static final Set<String> BOUNDS =
      Set.of("more", "less", "fewer", "later", "longer", "earlier", "only", "just");

  private static final Set<String> SUBORDINATE =
      Set.of(
          "that",
          "which",
          "who",
          "whose",
          "when",
          "if",
          "until",
          "unless",
          "while",
          "because",
          "where",
          "after",
          "before",
          "whenever",
          "once",
          "whether",
          "so");

  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s|[\\r\\n]");
  private static final Pattern CLAUSE_END = Pattern.compile("[,;:.!?()\\[\\]–—\"“”]+\\s*|\\s-+\\s");
  private static final Pattern APOSTROPHE = Pattern.compile("['’]");
  private static final Pattern BLANK = Pattern.compile("\\s+");

  /// @param detail only its first sentence counts, and only when it starts with a negation or
  ///   refuses the work: what a detail says of a product's behaviour is often negative
  static Polarity of(String title, String detail) {
    List<String> said = clauses(title);
    List<String> told = clauses(SENTENCE_END.split(detail.strip(), 2)[0]);
    if (said.stream().anyMatch(Polarity::refuses) || told.stream().anyMatch(Polarity::refuses)) {
      return REFUSES;
    }
    boolean forbids =
        said.stream().anyMatch(Polarity::forbids)
            || (!told.isEmpty() && PROHIBITION_AT_START.matcher(told.getFirst()).find());
    return forbids ? FORBIDS : FOR;
  }

  private static List<String> clauses(String text) {
    String folded = APOSTROPHE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return CLAUSE_END
        .splitAsStream(folded)
        .map(clause -> mainPart(BLANK.matcher(clause.strip()).replaceAll(" ")))
        .filter(clause -> !clause.isEmpty())
        .toList();
  }

  private static String mainPart(String clause) {
    List<String> words = List.of(clause.split(" ", -1));
    int end = 0;
    while (end < words.size() && !SUBORDINATE.contains(words.get(end))) {
      end++;
    }
    return String.join(" ", words.subList(0, end));
  }

  private static boolean refuses(String clause) {
    return REFUSAL.matcher(clause).find() || REFUSAL_AT_START.matcher(clause).find();
  }

  /// An even number of negations is none: `never reject a login`.
  private static boolean forbids(String clause) {
    List<String> words = List.of(clause.split(" ", -1));
    int count = 0;
    for (int i = 0; i < words.size(); i++) {
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      boolean without = words.get(i).equals("no") && (i == 0 || !words.get(i - 1).equals("with"));
      if ((NEGATIONS.contains(words.get(i)) || without) && !BOUNDS.contains(next)) {
        count++;
      }
    }
    if (count == 0) {
      return PROHIBITION_AT_START.matcher(clause).find();
    }
    return count % 2 == 1;
  }
}
