package dev.speckit;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Traffic;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.config.Configuration;
import dev.speckit.cost.Budget;
import dev.speckit.cost.PriceTable;
import dev.speckit.pipeline.Preset;
import dev.speckit.pipeline.RosterSettings;
import dev.speckit.upkeep.UpkeepSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every feature's settings, bound and checked.
///
/// @param agents all that can be asked, the built-in analysts first
/// @param attempts calls of one agent at most, the first included
/// @param traffic how many agents run at once, in all and of each provider
/// @param budget what may be spent
/// @param prices of models, those of the settings over those that come with speckit
/// @param upkeep its folder for archives only when it may be used: named by the user, or in a
///   workspace that is trusted
/// @param configuration the values behind, with where each comes from
record Settings(
    Map<AgentName, AgentDefinition> agents,
    RosterSettings rosters,
    int attempts,
    Traffic.Limits traffic,
    HotReload hotReload,
    Map<String, Model> models,
    Map<String, CheckDefinition> checks,
    Budget budget,
    PriceTable prices,
    Map<String, Preset> presets,
    UpkeepSettings upkeep,
    Configuration configuration) {
  public Settings {
    agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    presets = Collections.unmodifiableMap(new LinkedHashMap<>(presets));
    checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
  }

  public record HotReload(boolean enabled, Duration debounce) {}

  public record Model(String provider, String model, @Nullable String tier) {}

  /// What the project's own file would run or hand a key to, one line each; empty when nothing.
  public List<String> projectActions() {
    List<String> lines = new ArrayList<>();
    agents.forEach((name, agent) -> {
      if (agent.origin() == AgentDefinition.Origin.PROJECT) {
        lines.add(
            "agent "
                + name
                + ": "
                + agent.action()
                + agent.secretVariable().map(key -> " (with " + key + ")").orElse(""));
      }
    });
    checks.forEach((name, check) -> {
      if (check.isProject()) {
        lines.add("check " + name + ": " + check.action());
      }
    });
    Path folder = upkeep.evidence().offloadTo();
    if (folder != null && configuration.provenance(SettingKeys.OFFLOAD_TO).isProject()) {
      lines.add("evidence: archives are moved to " + folder);
    }
    return List.copyOf(lines);
  }
}
