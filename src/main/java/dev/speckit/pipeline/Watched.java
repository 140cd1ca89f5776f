package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.command.Parameter;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.run.Part;
import dev.speckit.run.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `--watch AGENT`: whose output is shown while it comes.
final class Watched {
  static final Parameter OPTION =
      new Parameter.Option(
          "watch",
          null,
          "AGENT",
          "Show what this agent writes, while it comes",
          null,
          true,
          List.of());

  private Watched() {}

  /// @param names as the user wrote them
  /// @throws Failure.Usage when one is in no roster of these stages; nothing was started
  static Set<AgentName> of(List<String> names, RosterSettings rosters, Stage from, Stage to) {
    Set<AgentName> roster = new LinkedHashSet<>();
    for (Part part : Part.order(from, to)) {
      roster.addAll(rosters.roster(part.subject()));
    }
    Set<AgentName> watched = new LinkedHashSet<>();
    for (String name : names) {
      String canonical = AgentName.canonical(name);
      watched.add(
          roster.stream()
              .filter(agent -> agent.value().equals(canonical))
              .findFirst()
              .orElseThrow(() -> unknown(name, roster)));
    }
    return watched;
  }

  private static Failure unknown(String name, Set<AgentName> roster) {
    return new Failure.Usage(
        Problem.of("unknown-agent", "`" + name + "` is not asked in this run")
            .remedy(
                "asked are: " + String.join(", ", roster.stream().map(AgentName::value).toList())));
  }
}
