package dev.speckit.gate;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer.Confidence;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Resolvability;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Agreement;
import dev.speckit.consensus.Wording;
import dev.speckit.gate.GateIssue.Opinion;
import dev.speckit.gate.GateIssue.ProposedAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Opinions on one matter become one issue.
///
/// Confidence is high when the whole roster gave the same answer, medium when more than half of the
/// roster did, else low; and never above the lowest confidence that a supporter of that answer
/// states. Agents who did not answer, or who proposed nothing, count against it.
final class IssueMerge {
  static final Comparator<GateIssue> GRAVEST_FIRST =
      Comparator.comparing(GateIssue::magnitude)
          .thenComparingInt(issue -> -issue.agreement().supporters())
          .thenComparing(GateIssue::id);

  private static final int DIGITS = 8;

  private IssueMerge() {}

  /// @param opinions at least one
  /// @param responders who answered at the gates that found it
  /// @param roster who was asked there
  static GateIssue of(
      Subject subject,
      String question,
      @Nullable String section,
      @Nullable String requirement,
      List<Opinion> opinions,
      int responders,
      int roster) {
    List<Opinion> sorted =
        opinions.stream()
            .sorted(
                Comparator.comparing(Opinion::agent)
                    .thenComparing(Opinion::question)
                    .thenComparing(Opinion::answer))
            .toList();
    List<ProposedAnswer> answers = answers(sorted);
    int supporters = new TreeSet<>(sorted.stream().map(Opinion::agent).toList()).size();
    return new GateIssue(
        id(question, requirement),
        subject,
        question,
        section,
        requirement,
        confidence(answers, sorted, roster),
        sorted.stream()
            .map(Opinion::magnitude)
            .min(Comparator.naturalOrder())
            .orElse(Magnitude.MINOR),
        sorted.stream()
            .map(Opinion::resolvability)
            .max(Comparator.naturalOrder())
            .orElse(Resolvability.NEED_HUMAN),
        new Agreement(supporters, responders, roster),
        answers,
        sorted);
  }

  /// `q-` and the first digits of the SHA-256 of the normalised text and the requirement.
  static String id(String question, @Nullable String requirement) {
    String content =
        Wording.normal(question) + "\n" + (requirement == null ? "" : requirement.strip());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "q-" + HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java runtime has SHA-256", missing);
    }
  }

  static List<ProposedAnswer> answers(List<Opinion> sorted) {
    Map<String, List<Opinion>> groups = new TreeMap<>();
    for (Opinion opinion : sorted) {
      String key = Wording.answerKey(opinion.answer());
      if (!key.isEmpty()) {
        groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(opinion);
      }
    }
    return groups.values().stream()
        .map(group ->
            new ProposedAnswer(
                group.getFirst().answer(),
                group.stream().map(Opinion::agent).distinct().sorted().toList()))
        .sorted(Comparator.comparingInt(answer -> -answer.supporters().size()))
        .toList();
  }

  private static Confidence confidence(
      List<ProposedAnswer> answers, List<Opinion> opinions, int roster) {
    if (answers.isEmpty()) {
      return Confidence.LOW;
    }
    ProposedAnswer leading = answers.getFirst();
    Confidence agreed = agreed(leading, answers.size(), roster);
    List<AgentName> supporters = leading.supporters();
    return opinions.stream()
        .filter(opinion -> supporters.contains(opinion.agent()))
        .filter(opinion ->
            Wording.answerKey(opinion.answer()).equals(Wording.answerKey(leading.text())))
        .map(opinion -> opinion.confidence() == null ? agreed : opinion.confidence())
        .reduce(agreed, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  private static Confidence agreed(ProposedAnswer leading, int different, int roster) {
    int supporters = leading.supporters().size();
    if (supporters == roster && different == 1) {
      return Confidence.HIGH;
    }
    return supporters * 2 > roster ? Confidence.MEDIUM : Confidence.LOW;
  }
}
