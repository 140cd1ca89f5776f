package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.json.Json;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether enough of a roster answered. A pure function of the quorum, the roster and who answered;
/// says nothing about whether the answers agree.
public sealed interface Participation {
  Quorum quorum();

  /// Who was asked, in order.
  List<AgentName> roster();

  /// Who of the roster gave no answer, in the order of the roster.
  List<AgentName> missing();

  /// Everyone answered. One of one is full, not degraded.
  record Full(Quorum quorum, List<AgentName> roster) implements Participation {
    @Override
    public List<AgentName> missing() {
      return List.of();
    }
  }

  /// Enough answered to go on, and the missing are named.
  record Degraded(Quorum quorum, List<AgentName> roster, List<AgentName> missing)
      implements Participation {}

  /// Some answered, fewer than needed: blocked.
  record Insufficient(Quorum quorum, List<AgentName> roster, List<AgentName> missing)
      implements Participation {}

  /// Nobody answered: failed, whatever the quorum.
  record None(Quorum quorum, List<AgentName> roster) implements Participation {
    @Override
    public List<AgentName> missing() {
      return roster;
    }
  }

  /// Sorts out who answered.
  ///
  /// @param quorum made for this roster
  /// @param roster at least one agent, none twice
  /// @param answered agents of the roster, in any order, none twice
  static Participation of(Quorum quorum, List<AgentName> roster, Collection<AgentName> answered) {
    Set<AgentName> present = distinct(answered);
    if (distinct(roster).size() != quorum.of()) {
      throw new IllegalArgumentException("a quorum of " + quorum + " for the roster " + roster);
    }
    if (!roster.containsAll(present)) {
      throw new IllegalArgumentException(answered + " answered, asked were " + roster);
    }
    List<AgentName> asked = List.copyOf(roster);
    List<AgentName> missing = asked.stream().filter(agent -> !present.contains(agent)).toList();
    if (present.isEmpty()) {
      return new None(quorum, asked);
    }
    if (missing.isEmpty()) {
      return new Full(quorum, asked);
    }
    return present.size() >= quorum.need()
        ? new Degraded(quorum, asked, missing)
        : new Insufficient(quorum, asked, missing);
  }

  private static Set<AgentName> distinct(Collection<AgentName> agents) {
    Set<AgentName> distinct = new HashSet<>(agents);
    if (distinct.size() != agents.size()) {
      throw new IllegalArgumentException("an agent appears twice: " + agents);
    }
    return distinct;
  }

  /// Whether the answers may be used.
  default boolean passes() {
    return switch (this) {
      case Full _, Degraded _ -> true;
      case Insufficient _, None _ -> false;
    };
  }

  default int responders() {
    return roster().size() - missing().size();
  }

  /// Who answered, in the order of the roster.
  default List<AgentName> answered() {
    return roster().stream().filter(agent -> !missing().contains(agent)).toList();
  }

  /// The word in JSON and in the store: `full`, `degraded`, `insufficient`, `failed`.
  default String word() {
    return switch (this) {
      case Full _ -> "full";
      case Degraded _ -> "degraded";
      case Insufficient _ -> "insufficient";
      case None _ -> "failed";
    };
  }

  /// One sentence for people that never claims more than happened.
  default String sentence() {
    return switch (this) {
      case Full _ -> clause() + ".";
      case Degraded _ -> "Degraded: " + clause() + ".";
      case Insufficient _ -> "Insufficient: " + clause() + ".";
      case None _ ->
          "Failed: none of " + roster().size() + " agents answered: " + names(roster()) + ".";
    };
  }

  /// How many answered and who did not, to be part of a sentence. Where nobody answered nobody is
  /// named.
  default String clause() {
    String answered = responders() + " of " + roster().size() + " agents answered";
    return switch (this) {
      case Full _, None _ -> answered;
      case Degraded _ -> answered + "; missing: " + names(missing());
      case Insufficient _ ->
          answered + ", " + quorum().need() + " are needed; missing: " + names(missing());
    };
  }

  private static String names(List<AgentName> agents) {
    return String.join(", ", agents.stream().map(AgentName::value).toList());
  }

  default Json.Fields json() {
    return Json.fields()
        .with("state", word())
        .with("need", quorum().need())
        .with("responders", responders())
        .with("roster", Json.texts(roster().stream().map(AgentName::value).toList()))
        .with("missing", Json.texts(missing().stream().map(AgentName::value).toList()));
  }

  /// What [#json] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  static Participation read(Json.Fields json) {
    List<AgentName> roster = json.texts("roster").stream().map(AgentName::new).toList();
    List<AgentName> missing = json.texts("missing").stream().map(AgentName::new).toList();
    int need = Math.toIntExact(json.integer("need").orElse(0L));
    return of(
        new Quorum(need, roster.size()),
        roster,
        roster.stream().filter(agent -> !missing.contains(agent)).toList());
  }
}
