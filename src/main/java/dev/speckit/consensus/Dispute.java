package dev.speckit.consensus;

import dev.speckit.agent.Answer.ClaimStatus;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.consensus.ValidateAgreement.Claim;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// What the answers of a part differ in, as claims that a roster can be asked about once more.
/// Pure: the order of answers makes no difference. A claim says neither who made it nor how many
/// did, so that nobody follows a name or a majority.
///
/// All lists are sorted, without repeats, at most [#CLAIMS_MAX] claims of one line each, and empty
/// when too few answered. Of more claims the first of the agreement's own order are taken: the
/// gravest findings, the first requirements.
public final class Dispute {
  static final int CLAIMS_MAX = 20;
  static final int CLAIM_MAX = 200;

  /// Characters of the places on one side, so that both sides fit into a claim.
  private static final int PLACES_MAX = 70;

  private Dispute() {}

  /// Work that too few want.
  public static List<String> of(PlanAgreement agreement) {
    return claims(
        agreement.participation(),
        agreement.dissent().stream().map(PlanAgreement.Item::title).toList());
  }

  /// Tasks that too few want.
  public static List<String> of(TasksAgreement agreement) {
    return claims(
        agreement.participation(),
        agreement.dissent().stream().map(TasksAgreement.Item::title).toList());
  }

  /// Requirements that are met to some and not met to others, with the places that were found.
  public static List<String> of(ValidateAgreement agreement) {
    return claims(
        agreement.participation(),
        agreement.items().stream()
            .filter(item -> says(item, ClaimStatus.MET) && says(item, ClaimStatus.UNMET))
            .map(item ->
                item.id()
                    + ": met, "
                    + shown(item, ClaimStatus.MET)
                    + "; or not met, "
                    + shown(item, ClaimStatus.UNMET))
            .toList());
  }

  private static boolean says(ValidateAgreement.Item item, ClaimStatus status) {
    return item.claims().stream().anyMatch(claim -> claim.status() == status);
  }

  private static String shown(ValidateAgreement.Item item, ClaimStatus status) {
    String places =
        item.claims().stream()
            .filter(claim -> claim.status() == status)
            .map(Claim::evidence)
            .flatMap(List::stream)
            .filter(place -> place.found().isThere())
            .map(ValidateAgreement.Evidence::place)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return places.isEmpty()
        ? "without a place that was found"
        : "see " + SafeText.plain(places, PLACES_MAX);
  }

  /// Findings that not everyone who answered made.
  public static List<String> of(AuditAgreement agreement) {
    return claims(
        agreement.participation(),
        agreement.findings().stream()
            .filter(finding -> finding.supporters().size() < finding.agreement().responders())
            .map(Dispute::finding)
            .toList());
  }

  private static String finding(AuditAgreement.Item finding) {
    String place = finding.place();
    return finding.category()
        + (place.isEmpty() ? "" : " at " + SafeText.plain(place, PLACES_MAX))
        + ": "
        + finding.recommendation();
  }

  /// When the votes differ, the reasons against.
  public static List<String> of(UnlockAgreement agreement) {
    List<UnlockAgreement.Ballot> against =
        agreement.ballots().stream().filter(ballot -> ballot.verdict() == Vote.FAIL).toList();
    if (against.isEmpty() || against.size() == agreement.ballots().size()) {
      return List.of();
    }
    List<String> reasons =
        claims(
            agreement.participation(),
            against.stream().map(UnlockAgreement.Ballot::reasons).flatMap(List::stream).toList());
    return reasons.isEmpty()
        ? claims(agreement.participation(), List.of("block, without a reason"))
        : reasons;
  }

  private static List<String> claims(Participation participation, Collection<String> texts) {
    if (!participation.passes()) {
      return List.of();
    }
    return texts.stream()
        .map(text -> SafeText.plain(text, CLAIM_MAX))
        .filter(text -> !text.isEmpty())
        .distinct()
        .limit(CLAIMS_MAX)
        .sorted()
        .toList();
  }
}
