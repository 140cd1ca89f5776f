package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Quorum;
import java.util.List;
import java.util.Map;

/// `[quality_gates]`: who takes part in each stage and gate, and how many must agree.
///
/// @param rosters 1 to 5 agents by subject, in order; a subject that is missing has the analysts,
///   but no analyst changes files
/// @param requiredPart the `a` of `required = "a/b"`
/// @param requiredWhole the `b` of `required = "a/b"`
/// @param failFast whether the first failed agent cancels its batch
/// @param secondRound whether a roster whose answers differ is asked once more about the claims
public record RosterSettings(
    Map<Subject, List<AgentName>> rosters,
    int requiredPart,
    int requiredWhole,
    boolean failFast,
    boolean secondRound) {
  public static final int AGENTS_MAX = 5;
  public static final RosterSettings DEFAULT = new RosterSettings(Map.of(), 2, 3, false);

  public RosterSettings {
    rosters = Map.copyOf(rosters);
    if (requiredPart < 1 || requiredPart > requiredWhole) {
      throw new IllegalArgumentException(requiredPart + "/" + requiredWhole + " is no share");
    }
  }

  /// Where nobody is asked once more.
  public RosterSettings(
      Map<Subject, List<AgentName>> rosters,
      int requiredPart,
      int requiredWhole,
      boolean failFast) {
    this(rosters, requiredPart, requiredWhole, failFast, false);
  }

  public List<AgentName> roster(Subject subject) {
    return rosters.getOrDefault(subject, subject.writes() ? List.of() : AgentDefinition.ANALYSTS);
  }

  /// How many must answer and agree. Of those who change files one is enough: what they made is
  /// judged by facts, not by votes.
  public Quorum quorum(Subject subject) {
    int asked = roster(subject).size();
    return subject.writes() ? new Quorum(1, asked) : Quorum.of(requiredPart, requiredWhole, asked);
  }
}
