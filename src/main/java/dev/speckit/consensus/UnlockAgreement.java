package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.json.Json;
import java.util.List;
import java.util.Optional;

/// Whether a roster would release what was built.
///
/// @param participation who answered; when it does not pass, nothing may be built on the rest
/// @param ballots sorted by agent
public record UnlockAgreement(Participation participation, List<Ballot> ballots) {
  private static final int REASON_MAX = 200;

  public UnlockAgreement {
    ballots = List.copyOf(ballots);
  }

  /// @param verdict pass to unlock, fail to block
  /// @param reasons untrusted
  public record Ballot(AgentName agent, Vote verdict, List<String> reasons) {
    public Ballot {
      reasons = List.copyOf(reasons);
    }

    /// `unlock` or `block`.
    public String word() {
      return verdict == Vote.PASS ? "unlock" : "block";
    }

    Json.Fields json() {
      return Json.fields()
          .with("agent", agent.value())
          .with("verdict", word())
          .with("reasons", Json.texts(reasons));
    }

    static Ballot read(Json.Fields json) {
      return new Ballot(
          Stored.agent(json),
          Stored.text(json, "verdict").equals("unlock") ? Vote.PASS : Vote.FAIL,
          json.texts("reasons"));
    }
  }

  /// Who would release it, sorted.
  public List<AgentName> supporters() {
    return ballots.stream()
        .filter(ballot -> ballot.verdict() == Vote.PASS)
        .map(Ballot::agent)
        .toList();
  }

  /// Whether enough would release it.
  public boolean opens() {
    return participation.passes() && supporters().size() >= participation.quorum().need();
  }

  public Agreement agreement() {
    return Agreement.of(supporters().size(), participation);
  }

  /// The ballots that did not win.
  public List<Ballot> dissent() {
    Vote won = opens() ? Vote.PASS : Vote.FAIL;
    return ballots.stream().filter(ballot -> ballot.verdict() != won).toList();
  }

  /// Why it stays locked, one line; empty when it opens.
  public Optional<String> objection() {
    if (opens()) {
      return Optional.empty();
    }
    List<Ballot> against =
        ballots.stream().filter(ballot -> ballot.verdict() == Vote.FAIL).toList();
    String needed = participation.quorum().need() + " must say unlock";
    if (against.isEmpty()) {
      return Optional.of(agreement() + " say unlock, " + needed);
    }
    String counted = against.size() + " of " + participation.responders() + " say block";
    return Optional.of(
        against.stream()
            .flatMap(ballot -> ballot.reasons().stream())
            .map(reason -> SafeText.plain(reason, REASON_MAX))
            .filter(reason -> !reason.isEmpty())
            .findFirst()
            .map(reason -> counted + ": " + reason)
            .orElse(counted + ", " + needed));
  }

  /// The verdict as it is stored and written to evidence.
  public Json.Fields json() {
    return Json.fields()
        .with("schema_version", 1)
        .with("subject", "unlock")
        .with("participation", participation.json())
        .with("opens", opens())
        .with("agreement", agreement().json())
        .with("ballots", ballots.stream().map(Ballot::json).toList())
        .with("dissent", dissent().stream().map(Ballot::json).toList());
  }

  /// What [#json] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static UnlockAgreement read(Json.Fields json) {
    return new UnlockAgreement(
        Participation.read(Stored.object(json, "participation")),
        json.objects("ballots").stream().map(Ballot::read).toList());
  }
}
