package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.consensus.UnlockAgreement.Ballot;
import java.util.List;

/// Counts who would release what was built.
public final class UnlockConsensus {
  private UnlockConsensus() {}

  /// @param given one answer of each agent that answered, in any order
  /// @param quorum how many must answer, and how many must say unlock
  /// @param roster who was asked
  public static UnlockAgreement of(
      List<Given<Answer.Unlock>> given, Quorum quorum, List<AgentName> roster) {
    return new UnlockAgreement(
        Answers.participation(given, quorum, roster),
        Answers.sorted(given).stream()
            .map(one -> new Ballot(one.agent(), one.answer().verdict(), one.answer().reasons()))
            .toList());
  }
}
