package dev.speckit.agent.cli;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Clocks;
import java.util.List;
import java.util.Optional;

/// All agent programs that speckit knows.
public final class Adapters {
  /// In alphabetical order.
  public static final List<Adapter> ALL =
      List.of(new Claude(), new Codex(), new Copilot(), new Gemini(), new OpenCode(), new Qwen());

  private Adapters() {}

  public static Optional<Adapter> find(String kind) {
    return ALL.stream().filter(adapter -> adapter.kind().equals(kind)).findFirst();
  }

  public static List<String> kinds() {
    return ALL.stream().map(Adapter::kind).toList();
  }

  /// The agent that is called like its program, and needs no settings.
  public static Optional<AgentDefinition.Cli> builtIn(AgentName name) {
    return find(name.value())
        .map(adapter ->
            AgentDefinition.Cli.plain(
                name, adapter, Clocks.DEFAULT, AgentDefinition.Origin.BUILT_IN));
  }
}
