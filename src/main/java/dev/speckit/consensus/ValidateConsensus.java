package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.ClaimStatus;
import dev.speckit.consensus.ValidateAgreement.Ballot;
import dev.speckit.consensus.ValidateAgreement.Claim;
import dev.speckit.consensus.ValidateAgreement.Evidence;
import dev.speckit.consensus.ValidateAgreement.Item;
import dev.speckit.consensus.ValidateAgreement.NotAsked;
import dev.speckit.consensus.ValidateAgreement.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Claims of a roster become one statement about each demand. A claim weighs only when a place that
/// it names was found; a doubt without a place is kept and shown, but stops nothing by itself.
public final class ValidateConsensus {
  /// Places of one agent that are looked up for one demand.
  private static final int EVIDENCE_MAX = 50;

  private final List<Given<Answer.Validate>> given;
  private final Participation participation;
  private final List<Demand> demands;
  private final Lookup lookup;

  private ValidateConsensus(
      List<Given<Answer.Validate>> given,
      Participation participation,
      List<Demand> demands,
      Lookup lookup) {
    this.given = Answers.sorted(given);
    this.participation = participation;
    this.demands = List.copyOf(demands);
    this.lookup = lookup;
  }

  /// Holds the claims against each other and against the files.
  ///
  /// @param given one answer of each agent that answered, in any order
  /// @param quorum how many must answer, and how many must show that a demand is met
  /// @param roster who was asked
  /// @param demands what the spec demands, in its order
  public static ValidateAgreement of(
      List<Given<Answer.Validate>> given,
      Quorum quorum,
      List<AgentName> roster,
      List<Demand> demands,
      Lookup lookup) {
    return new ValidateConsensus(
            given, Answers.participation(given, quorum, roster), demands, lookup)
        .compared();
  }

  private ValidateAgreement compared() {
    DemandIds ids = new DemandIds(demands);
    Map<String, List<Claim>> byDemand = new TreeMap<>();
    List<NotAsked> notAsked = new ArrayList<>();
    for (Given<Answer.Validate> one : given) {
      Map<String, List<Answer.Claim>> own = new TreeMap<>();
      for (Answer.Claim claim : one.answer().claims()) {
        Optional<String> id = ids.find(claim.requirement());
        if (id.isEmpty()) {
          notAsked.add(new NotAsked(one.agent(), claim.requirement(), claim.status()));
        } else {
          own.computeIfAbsent(id.get(), _ -> new ArrayList<>()).add(claim);
        }
      }
      own.forEach((id, claims) ->
          byDemand.computeIfAbsent(id, _ -> new ArrayList<>()).add(voice(one.agent(), claims)));
    }
    return new ValidateAgreement(
        participation,
        demands.stream()
            .map(demand -> item(demand, byDemand.getOrDefault(demand.id(), List.of())))
            .toList(),
        notAsked,
        given.stream().map(one -> new Ballot(one.agent(), one.answer().verdict())).toList());
  }

  /// An agent has one voice on each demand. Who says two things is held to the worse one.
  private Claim voice(AgentName agent, List<Answer.Claim> claims) {
    ClaimStatus worst = ClaimStatus.MET;
    for (Answer.Claim claim : claims) {
      worst = worse(worst, claim.status());
    }
    ClaimStatus status = worst;
    return new Claim(
        agent,
        status,
        claims.stream()
            .filter(claim -> claim.status() == status)
            .flatMap(claim -> claim.evidence().stream())
            .distinct()
            .limit(EVIDENCE_MAX)
            .map(evidence -> Evidence.of(evidence, lookup))
            .toList());
  }

  private static ClaimStatus worse(ClaimStatus one, ClaimStatus other) {
    if (one == ClaimStatus.UNMET || other == ClaimStatus.UNMET) {
      return ClaimStatus.UNMET;
    }
    return one == ClaimStatus.UNCLEAR ? one : other;
  }

  private Item item(Demand demand, List<Claim> claims) {
    int met = weighing(claims, ClaimStatus.MET);
    int unmet = weighing(claims, ClaimStatus.UNMET);
    return new Item(
        demand.id(), demand.text(), status(met, unmet), Agreement.of(met, participation), claims);
  }

  private static int weighing(List<Claim> claims, ClaimStatus status) {
    return Math.toIntExact(
        claims.stream().filter(claim -> claim.status() == status && claim.weighs()).count());
  }

  private Status status(int met, int unmet) {
    if (unmet > 0) {
      return met > 0 ? Status.DISPUTED : Status.UNMET;
    }
    return met >= participation.quorum().need() ? Status.MET : Status.UNPROVEN;
  }
}
