package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.ClaimStatus;
import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Evidence;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.agent.PromptDocument;
import dev.speckit.spec.quality.Demand;
import dev.speckit.spec.quality.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What validate asks. A demand is met when a test names its id and speaks its words, and the
/// project's checks passed; rules understand no more than that, so everything else is unclear.
final class Proving {
  private static final int PLACES_MAX = 3;
  private static final int QUOTE_MAX = 300;

  /// Of the words of a demand, this part must stand in the test that names it: another spec may
  /// have the same id.
  private static final int SHARE = 3;

  private final List<SourceFile> files;
  private final boolean passed;
  private final Map<SourceFile, Set<String>> stems = new HashMap<>();

  private Proving(List<SourceFile> files, boolean passed) {
    this.files = files;
    this.passed = passed;
  }

  static Answer.Validate validate(
      Path workspace, Material material, List<PromptDocument> documents) {
    Proving proving = new Proving(SourceFile.below(workspace), CheckWords.passed(documents));
    List<Answer.Claim> claims = material.demands().stream().map(proving::claim).toList();
    boolean all =
        !claims.isEmpty() && claims.stream().allMatch(each -> each.status() == ClaimStatus.MET);
    return new Answer.Validate(
        claims, all ? Vote.PASS : Vote.FAIL, all ? Confidence.MEDIUM : Confidence.LOW);
  }

  private Answer.Claim claim(Demand demand) {
    List<Evidence> tests = new ArrayList<>();
    List<Evidence> others = new ArrayList<>();
    for (SourceFile file : files) {
      boolean proves = file.isTest() && !file.isProse();
      List<Evidence> places = proves ? tests : others;
      if (places.size() < PLACES_MAX) {
        places.addAll(places(demand, file));
      }
    }
    List<Evidence> shown = tests.isEmpty() ? others : tests;
    return new Answer.Claim(
        demand.id(),
        passed && !tests.isEmpty() ? ClaimStatus.MET : ClaimStatus.UNCLEAR,
        shown.stream().limit(PLACES_MAX).toList());
  }

  private List<Evidence> places(Demand demand, SourceFile file) {
    List<Evidence> places = new ArrayList<>();
    for (int i = 0; i < file.lines().size() && places.size() < PLACES_MAX; i++) {
      if (names(file.lines().get(i), demand.id())) {
        places.add(new Evidence(file.path(), i + 1, quote(file.lines().get(i))));
      }
    }
    return !places.isEmpty() && speaksOf(demand, file) ? places : List.of();
  }

  /// As it is written, or as a name in code has it: `req_1` for `REQ-1`.
  private static boolean names(String line, String id) {
    String inCode = id.replace('-', '_').toLowerCase(Locale.ROOT);
    return AgreedPlan.names(line, id) || AgreedPlan.names(line.toLowerCase(Locale.ROOT), inCode);
  }

  private static String quote(String line) {
    String plain = line.strip();
    if (plain.length() <= QUOTE_MAX) {
      return plain;
    }
    int end = Character.isHighSurrogate(plain.charAt(QUOTE_MAX - 1)) ? QUOTE_MAX - 1 : QUOTE_MAX;
    return plain.substring(0, end);
  }

  private boolean speaksOf(Demand demand, SourceFile file) {
    Set<String> words = stems.computeIfAbsent(file, Proving::stems);
    long shared = demand.stems().stream().filter(words::contains).count();
    return shared * SHARE >= demand.stems().size();
  }

  private static Set<String> stems(SourceFile file) {
    Set<String> stems = new HashSet<>();
    for (String line : file.lines()) {
      Words.of(apart(line)).forEach(word -> stems.add(Words.stem(word.text())));
    }
    return stems;
  }

  /// `addsTwoNumbers` and `adds_two_numbers` as words.
  private static String apart(String line) {
    StringBuilder words = new StringBuilder(line.length() + 16);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (i > 0 && Character.isUpperCase(c) && Character.isLowerCase(line.charAt(i - 1))) {
        words.append(' ');
      }
      words.append(Character.isLetterOrDigit(c) ? c : ' ');
    }
    return words.toString();
  }
}
