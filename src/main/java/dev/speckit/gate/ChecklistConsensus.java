package dev.speckit.gate;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Rating;
import dev.speckit.agent.Answer.Resolvability;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Answers;
import dev.speckit.consensus.Demand;
import dev.speckit.consensus.DemandIds;
import dev.speckit.consensus.Given;
import dev.speckit.consensus.Participation;
import dev.speckit.consensus.Quorum;
import dev.speckit.gate.GateAgreement.Score;
import dev.speckit.gate.GateIssue.Opinion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/// The ratings of a roster, merged for each demand of the spec. A demand that is rated below 6.0
/// becomes an issue with the raters' suggestions.
public final class ChecklistConsensus {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal FOUR = BigDecimal.valueOf(4);

  private ChecklistConsensus() {}

  /// Merges the ratings. An agent that rates a demand twice counts with its first rating.
  ///
  /// @param given one answer of each agent that answered, in any order
  /// @param demands what the spec demands, in its order
  public static GateAgreement.Checklist of(
      List<Given<Answer.Checklist>> given,
      Quorum quorum,
      List<AgentName> roster,
      List<Demand> demands) {
    Participation participation = Answers.participation(given, quorum, roster);
    Map<String, SortedMap<AgentName, Rating>> ratings = new LinkedHashMap<>();
    demands.forEach(demand -> ratings.putIfAbsent(demand.id(), new TreeMap<>()));
    TreeSet<String> unknown = new TreeSet<>();
    DemandIds ids = new DemandIds(demands);
    for (Given<Answer.Checklist> one : Answers.sorted(given)) {
      for (Rating rating : one.answer().requirements()) {
        Optional<SortedMap<AgentName, Rating>> own = ids.find(rating.id()).map(ratings::get);
        own.ifPresentOrElse(
            known -> known.putIfAbsent(one.agent(), rating), () -> unknown.add(rating.id()));
      }
    }
    List<Score> scores = new ArrayList<>();
    List<GateIssue> issues = new ArrayList<>();
    List<String> unrated = new ArrayList<>();
    ratings.forEach((id, own) -> {
      if (own.isEmpty()) {
        unrated.add(id);
        return;
      }
      Score score = score(id, own);
      scores.add(score);
      if (score.needsImprovement()) {
        issues.add(issue(score, own, participation));
      }
    });
    return new GateAgreement.Checklist(
        participation,
        scores,
        unrated,
        List.copyOf(unknown),
        issues.stream().sorted(IssueMerge.GRAVEST_FIRST).toList());
  }

  private static Score score(String id, SortedMap<AgentName, Rating> own) {
    BigDecimal specificity = median(own, Rating::specificity);
    BigDecimal testability = median(own, Rating::testability);
    BigDecimal completeness = median(own, Rating::completeness);
    BigDecimal clarity = median(own, Rating::clarity);
    BigDecimal sum = specificity.add(testability).add(completeness).add(clarity);
    return new Score(
        id,
        specificity,
        testability,
        completeness,
        clarity,
        sum.divide(FOUR),
        List.copyOf(own.keySet()));
  }

  /// Exact: a half at most.
  private static BigDecimal median(
      SortedMap<AgentName, Rating> own, ToIntFunction<Rating> dimension) {
    int[] values = own.values().stream().mapToInt(dimension).sorted().toArray();
    int upper = values[values.length / 2];
    int lower = values[(values.length - 1) / 2];
    return BigDecimal.valueOf(lower + upper).divide(TWO);
  }

  /// The text does not say the score, so that the question keeps its id from run to run.
  private static GateIssue issue(
      Score score, SortedMap<AgentName, Rating> own, Participation participation) {
    String question =
        "How should " + score.id() + " be reworded so that it is precise and testable?";
    List<Opinion> opinions = new ArrayList<>();
    own.forEach((agent, rating) -> opinions.add(opinion(agent, question, rating)));
    return IssueMerge.of(
        Subject.CHECKLIST,
        question,
        null,
        score.id(),
        opinions,
        participation.responders(),
        participation.roster().size());
  }

  private static Opinion opinion(AgentName agent, String question, Rating rating) {
    String suggestion = rating.suggestion() == null ? "" : rating.suggestion();
    return new Opinion(
        agent,
        question,
        suggestion,
        null,
        Magnitude.IMPORTANT,
        Resolvability.SUGGEST_FIX,
        "specificity %d, testability %d, completeness %d, clarity %d"
            .formatted(
                rating.specificity(),
                rating.testability(),
                rating.completeness(),
                rating.clarity()));
  }
}
