package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import java.util.List;
import java.util.Map;

/// What a rendered document says besides what the agents agreed on.
///
/// @param title of the spec; neutralised when rendered
/// @param specLink link text written as it is, such as `[[spec|1001]]`; must come from speckit
/// @param run id of the run
/// @param outcomes how the last attempt of each agent ended; an agent without one was not asked
/// @param deferred questions that wait for a person, of the gates before this stage
/// @param assumptions what gates took for granted without asking
/// @param decided what persons settled
/// @param disputed claims that the roster was asked about once more; 0 when it was asked once
public record DocumentHead(
    String title,
    String specLink,
    String run,
    Map<AgentName, Outcome> outcomes,
    List<Deferred> deferred,
    List<Assumed> assumptions,
    List<Decided> decided,
    int disputed) {
  public DocumentHead {
    outcomes = Map.copyOf(outcomes);
    deferred = List.copyOf(deferred);
    assumptions = List.copyOf(assumptions);
    decided = List.copyOf(decided);
  }

  /// Where no person settled anything.
  public DocumentHead(
      String title,
      String specLink,
      String run,
      Map<AgentName, Outcome> outcomes,
      List<Deferred> deferred,
      List<Assumed> assumptions) {
    this(title, specLink, run, outcomes, deferred, assumptions, List.of(), 0);
  }

  /// @param id such as `q-1a2b3c4d`
  /// @param answers what agents proposed, with their authors in the text; untrusted
  public record Deferred(String id, String text, List<String> answers) {
    public Deferred {
      answers = List.copyOf(answers);
    }
  }

  /// @param id such as `q-1a2b3c4d`
  /// @param explanation why nobody was asked
  public record Assumed(String id, String text, String answer, String explanation) {}

  /// @param id such as `q-1a2b3c4d`
  /// @param answer empty when the person refused what was proposed
  /// @param by who, and in which run when it was an earlier one
  public record Decided(String id, String text, String answer, String by) {}
}
