package dev.speckit.run;

import dev.speckit.agent.AgentName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tree of files that the project's checks run on.
///
/// @param agent whose candidate it is; null for a tree that is nobody's
/// @param word `base`, `workspace` or `candidate`
public record CheckedTree(String word, @Nullable AgentName agent) {
  /// What every candidate began with.
  public static final CheckedTree BASE = new CheckedTree("base", null);

  /// The workspace as it stands.
  public static final CheckedTree WORKSPACE = new CheckedTree("workspace", null);

  public static CheckedTree candidate(AgentName agent) {
    return new CheckedTree("candidate", agent);
  }

  /// `base`, `workspace`, `candidate alice`.
  public String name() {
    return agent == null ? word : word + " " + agent;
  }

  static Optional<CheckedTree> parse(String name) {
    String candidate = "candidate ";
    return switch (name) {
      case "base" -> Optional.of(BASE);
      case "workspace" -> Optional.of(WORKSPACE);
      default ->
          name.startsWith(candidate)
              ? Optional.of(candidate(new AgentName(name.substring(candidate.length()))))
              : Optional.empty();
    };
  }
}
