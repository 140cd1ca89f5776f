package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.ClaimStatus;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.consensus.Lookup.Found;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a roster says of each demand of the spec, and what of it was found in the files. Once
/// stored it holds the result of looking up, so that nothing is looked up again.
///
/// @param participation who answered; when it does not pass, nothing may be built on the rest
/// @param items one for each demand, in the order of the spec
/// @param notAsked claims about ids that the spec does not have
/// @param ballots what each agent says of the whole; shown, and decisive of nothing
public record ValidateAgreement(
    Participation participation, List<Item> items, List<NotAsked> notAsked, List<Ballot> ballots) {
  /// Demands that are named in one sentence.
  private static final int NAMED_MAX = 6;

  public ValidateAgreement {
    items = List.copyOf(items);
    notAsked = List.copyOf(notAsked);
    ballots = List.copyOf(ballots);
  }

  public enum Status {
    /// Enough agents show that it is met, and none shows the contrary.
    MET,
    /// Some show that it is met, others that it is not.
    DISPUTED,
    /// At least one shows that it is not met, and none that it is.
    UNMET,
    /// Too few show anything.
    UNPROVEN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String sentence() {
      return switch (this) {
        case MET -> "is met";
        case DISPUTED -> "is disputed";
        case UNMET -> "is not met";
        case UNPROVEN -> "is not shown to be met";
      };
    }
  }

  /// A requirement or criterion.
  ///
  /// @param text from the user's own spec
  /// @param agreement supporters: those whose evidence that it is met was found
  /// @param claims sorted by agent, one for each
  public record Item(
      String id, String text, Status status, Agreement agreement, List<Claim> claims) {
    public Item {
      claims = List.copyOf(claims);
    }

    /// Claims that did not win: against one that is met, or for one that is not.
    public List<Claim> lost() {
      return switch (status) {
        case MET -> claims.stream().filter(claim -> claim.status() != ClaimStatus.MET).toList();
        case UNMET -> claims.stream().filter(claim -> claim.status() != ClaimStatus.UNMET).toList();
        case DISPUTED, UNPROVEN -> List.of();
      };
    }

    Json.Fields json() {
      return Json.fields()
          .with("id", id)
          .with("text", text)
          .with("status", status.word())
          .with("agreement", agreement.json())
          .with("claims", claims.stream().map(Claim::json).toList());
    }

    static Item read(Json.Fields json) {
      return new Item(
          Stored.text(json, "id"),
          Stored.text(json, "text"),
          Stored.one(Status.values(), json, "status"),
          Agreement.read(Stored.object(json, "agreement")),
          json.objects("claims").stream().map(Claim::read).toList());
    }
  }

  /// What one agent says of one demand.
  public record Claim(AgentName agent, ClaimStatus status, List<Evidence> evidence) {
    public Claim {
      evidence = List.copyOf(evidence);
    }

    /// Whether at least one place was found. A claim that is unclear shows nothing.
    public boolean weighs() {
      return status != ClaimStatus.UNCLEAR
          && evidence.stream().anyMatch(place -> place.found().isThere());
    }

    Json.Fields json() {
      return Json.fields()
          .with("agent", agent.value())
          .with("status", status.word())
          .with("weighs", weighs())
          .with("evidence", evidence.stream().map(Evidence::json).toList());
    }

    static Claim read(Json.Fields json) {
      return new Claim(
          Stored.agent(json),
          Stored.one(ClaimStatus.values(), json, "status"),
          json.objects("evidence").stream().map(Evidence::read).toList());
    }
  }

  /// A place that an agent named, and what was there. File and quote are untrusted.
  public record Evidence(String file, int line, String quote, Found found) {
    static Evidence of(Answer.Evidence evidence, Lookup lookup) {
      return new Evidence(
          evidence.file(), evidence.line(), evidence.quote(), lookup.look(evidence));
    }

    String place() {
      return Lookup.place(file, line);
    }

    Json.Fields json() {
      return Json.fields()
          .with("file", file)
          .with("line", line)
          .with("quote", quote)
          .with("found", found.word());
    }

    static Evidence read(Json.Fields json) {
      return new Evidence(
          Stored.text(json, "file"),
          Stored.number(json, "line"),
          Stored.text(json, "quote"),
          Found.read(Stored.text(json, "found")));
    }
  }

  /// @param requirement as the agent wrote it; untrusted
  public record NotAsked(AgentName agent, String requirement, ClaimStatus status) {
    Json.Fields json() {
      return Json.fields()
          .with("agent", agent.value())
          .with("requirement", requirement)
          .with("status", status.word());
    }

    static NotAsked read(Json.Fields json) {
      return new NotAsked(
          Stored.agent(json),
          Stored.text(json, "requirement"),
          Stored.one(ClaimStatus.values(), json, "status"));
    }
  }

  /// What one agent says of the whole.
  public record Ballot(AgentName agent, Vote verdict) {
    Json.Fields json() {
      return Json.fields().with("agent", agent.value()).with("verdict", verdict.word());
    }

    static Ballot read(Json.Fields json) {
      return new Ballot(Stored.agent(json), Stored.one(Vote.values(), json, "verdict"));
    }
  }

  /// Who stands behind something that was shown, each once, sorted.
  public List<AgentName> supporters() {
    return items.stream()
        .filter(item -> item.status() == Status.MET || item.status() == Status.UNMET)
        .flatMap(item -> item.claims().stream().filter(claim -> !item.lost().contains(claim)))
        .filter(Claim::weighs)
        .map(Claim::agent)
        .distinct()
        .sorted()
        .toList();
  }

  /// Why the spec may not be taken for met, one line; empty when every demand is met.
  public Optional<String> objection() {
    if (items.isEmpty()) {
      return Optional.of("nothing to validate: the spec has no requirements");
    }
    List<String> reasons = new ArrayList<>();
    for (Item item : items) {
      if (item.status() != Status.MET) {
        reasons.add(SafeText.plain(item.id(), SafeText.TITLE_MAX) + " " + item.status().sentence());
      }
    }
    if (reasons.size() > NAMED_MAX) {
      int more = reasons.size() - NAMED_MAX;
      reasons.subList(NAMED_MAX, reasons.size()).clear();
      reasons.add("and " + more + " more");
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
  }

  /// The verdict as it is stored and written to evidence.
  public Json.Fields json() {
    return Json.fields()
        .with("schema_version", 1)
        .with("subject", "validate")
        .with("participation", participation.json())
        .with("demands", items.stream().map(Item::json).toList())
        .with(
            "dissent",
            items.stream()
                .flatMap(
                    item -> item.lost().stream().map(claim -> claim.json().after("id", item.id())))
                .toList())
        .with("not_asked", notAsked.stream().map(NotAsked::json).toList())
        .with("ballots", ballots.stream().map(Ballot::json).toList());
  }

  /// What [#json] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static ValidateAgreement read(Json.Fields json) {
    return new ValidateAgreement(
        Participation.read(Stored.object(json, "participation")),
        json.objects("demands").stream().map(Item::read).toList(),
        json.objects("not_asked").stream().map(NotAsked::read).toList(),
        json.objects("ballots").stream().map(Ballot::read).toList());
  }
}
