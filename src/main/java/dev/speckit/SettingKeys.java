package dev.speckit;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Subject;
import dev.speckit.agent.cli.Adapters;
import dev.speckit.config.Key;
import dev.speckit.config.Keys;
import dev.speckit.pipeline.RosterSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every setting there is. To add one, declare it here and bind it in [SettingsReader].
final class SettingKeys {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  static final Key<String> KIND = Key.choice("agents.*.kind", kinds(), "What the agent is.");
  static final Key<List<String>> COMMAND =
      Key.command("agents.*.command", "Program and arguments: prompt on stdin, answer on stdout.");
  static final Key<String> EXECUTABLE =
      Key.text("agents.*.executable", "Where the program of a known kind is, else on the PATH.");
  static final Key<String> BASE_URL =
      Key.text(
          "agents.*.base_url",
          "https?://[^\\s@/?#]+(/[^\\s?#]*)?",
          "an http or https address without user, query and fragment",
          null,
          "The provider's API root, in its own form.");
  static final Key<Duration> FIRST =
      Key.duration("agents.*.timeout.first", SHORTEST, LONGEST, "From start to first output.");
  static final Key<Duration> IDLE =
      Key.duration("agents.*.timeout.idle", SHORTEST, LONGEST, "Between two pieces of output.");
  static final Key<Duration> TOTAL =
      Key.duration("agents.*.timeout.total", SHORTEST, LONGEST, "From start to end.");
  static final Key<String> MODEL =
      Key.text(
          "agents.*.model", Key.NAME.pattern(), "a canonical model name", null, "For the record.");
  static final Key<String> KEY =
      Key.text(
          "agents.*.key",
          "env:[A-Za-z_][A-Za-z0-9_]*",
          "env: and the name of a variable, never the key itself",
          null,
          "The one secret the process gets.");
  static final Key<String> FOLDER =
      Key.text("agents.*.folder", "Where recorded answers are (kind replay).");
  static final Key<String> MODEL_PROVIDER =
      Key.text("models.*.provider", Key.NAME.pattern(), "a provider's name", null, "Who runs it.");
  static final Key<String> MODEL_MODEL = Key.text("models.*.model", "The provider's name for it.");
  static final Key<String> MODEL_TIER =
      Key.choice("models.*.tier", List.of("low", "medium", "high"), "What it costs.");
  static final Key<BigDecimal> INPUT_PRICE =
      Key.dollars("models.*.input_price", "Dollars for a million tokens that it reads.");
  static final Key<BigDecimal> CACHED_PRICE =
      Key.dollars("models.*.cached_price", "The same for tokens read from a cache.");
  static final Key<BigDecimal> CACHE_WRITE_PRICE =
      Key.dollars("models.*.cache_write_price", "The same for tokens put into a cache.");
  static final Key<BigDecimal> OUTPUT_PRICE =
      Key.dollars("models.*.output_price", "The same for tokens that it writes.");
  static final Key<String> PRICE_DATE =
      Key.text(
          "models.*.price_date",
          "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
          "a day such as \"2026-01-31\"",
          null,
          "When these prices were looked up.");
  static final Key<BigDecimal> BUDGET_RUN =
      Key.dollars("budget.run", "Dollars that one run may spend.");
  static final Key<BigDecimal> BUDGET_SPEC =
      Key.dollars("budget.spec", "Dollars that all runs of a spec may spend.");
  static final Key<BigDecimal> BUDGET_DAY =
      Key.dollars("budget.day", "Dollars that may be spent on one day (UTC).");
  static final Key<String> UNPRICED =
      Key.choice(
          "budget.unpriced",
          List.of("refuse", "allow"),
          "Whether a call whose price nobody knows is made when there is a cap; else refuse.");
  static final Map<Subject, Key<List<String>>> ROSTERS = rosters();
  static final Key<String> REQUIRED =
      Key.text(
          "quality_gates.required",
          "[1-9][0-9]?/[1-9][0-9]?",
          "a share such as \"2/3\"",
          RosterSettings.DEFAULT.requiredPart() + "/" + RosterSettings.DEFAULT.requiredWhole(),
          "How many of those asked must agree.");
  static final Key<Boolean> FAIL_FAST =
      Key.truth("quality_gates.fail_fast", false, "Whether one failed agent ends its batch.");
  static final Key<Boolean> SECOND_ROUND =
      Key.truth(
          "quality_gates.second_round",
          false,
          "Whether disputed claims are asked about once more.");
  static final Key<Boolean> RELOAD =
      Key.truth("hot_reload.enabled", true, "Whether changed files are read again.");
  static final Key<Long> DEBOUNCE =
      Key.integer("hot_reload.debounce_ms", 2000, 100, 10_000, "Quiet time before reading again.");
  static final Key<Long> ATTEMPTS =
      Key.integer("retry.max_attempts", 3, 1, 10, "Calls of one agent, the first included.");
  static final Key<Long> PARALLEL =
      Key.count("limits.parallel", 1, 1000, "Agents at the same time; else by the machine.");
  static final Key<Long> STARTS =
      Key.count("limits.starts", 1, 1000, "Agents that start together; else by the machine.");
  static final Key<Long> PROVIDER_PARALLEL =
      Key.count("providers.*.parallel", 1, 1000, "Calls of a provider at the same time.");
  static final Key<Long> PER_MINUTE =
      Key.count("providers.*.per_minute", 1, 100_000, "Calls of a provider in a minute.");
  static final Key<List<String>> CHECK_COMMAND =
      Key.command("checks.*.command", "Program and arguments whose result is a fact.");
  static final Key<String> CHECK_JUNIT =
      Key.text("checks.*.junit", "Reports it writes, a glob relative to the workspace.");

  static final Key<String> CHECK_COVERAGE =
      Key.text("checks.*.coverage", "The coverage report it writes, relative to the workspace.");
  static final Key<Duration> CHECK_TIMEOUT =
      Key.duration("checks.*.timeout", SHORTEST, LONGEST, "How long it may take; else 20 minutes.");
  static final List<String> CHECKED_STAGES = List.of("implement", "validate", "audit");
  static final Key<List<String>> CHECK_STAGES =
      Key.names("checks.*.stages", 1, 3, "Where it runs; else implement and validate.");

  static final Key<List<String>> PRESET_STAGES =
      Key.names("presets.*.stages", 1, 6, "The stages that are taken.");
  static final Key<String> PRESET_BECAUSE =
      Key.text("presets.*.because", "Why the others are left out.");

  static final Key<Boolean> UPKEEP_AUTOMATIC =
      Key.truth("upkeep.automatic", true, "Whether upkeep starts by itself, once a day.");
  static final Key<Long> ROWS_DAYS =
      Key.integer("upkeep.rows_days", 90, 2, 36_500, "Age from which rows of a run go.");
  static final Key<Long> ARCHIVE_DAYS =
      Key.integer("evidence.archive_days", 30, 1, 36_500, "Age from which it is archived.");
  static final Key<Long> OFFLOAD_DAYS =
      Key.integer("evidence.offload_days", 90, 2, 36_500, "Age from which an archive moves.");
  static final Key<String> OFFLOAD_TO =
      Key.text("evidence.offload_to", "The folder that archives move to.");
  static final Key<Long> PURGE_DAYS =
      Key.integer("evidence.purge_days", 180, 3, 36_500, "Age from which an archive is removed.");
  static final Key<Long> ACTIVE_DAYS =
      Key.integer("evidence.active_days", 7, 0, 3650, "A spec used so lately keeps everything.");

  static final Keys ALL = new Keys(all(), Map.of("agents", builtIn()));

  private SettingKeys() {}

  private static List<String> kinds() {
    List<String> kinds = new ArrayList<>(Adapters.kinds());
    kinds.addAll(List.of("command", "analyst", "replay"));
    return kinds;
  }

  private static Map<Subject, Key<List<String>>> rosters() {
    Map<Subject, Key<List<String>>> keys = new LinkedHashMap<>();
    for (Subject subject : Subject.values()) {
      String pattern = "quality_gates." + subject.word();
      keys.put(
          subject, Key.names(pattern, 1, RosterSettings.AGENTS_MAX, "Who is asked, in order."));
    }
    return keys;
  }

  private static List<Key<?>> all() {
    List<Key<?>> keys =
        new ArrayList<>(
            List.of(KIND, COMMAND, EXECUTABLE, BASE_URL, FIRST, IDLE, TOTAL, MODEL, KEY, FOLDER));
    keys.addAll(List.of(MODEL_PROVIDER, MODEL_MODEL, MODEL_TIER));
    keys.addAll(List.of(INPUT_PRICE, CACHED_PRICE, CACHE_WRITE_PRICE, OUTPUT_PRICE, PRICE_DATE));
    keys.addAll(List.of(BUDGET_RUN, BUDGET_SPEC, BUDGET_DAY, UNPRICED));
    keys.addAll(ROSTERS.values());
    keys.addAll(List.of(REQUIRED, FAIL_FAST, SECOND_ROUND, RELOAD, DEBOUNCE, ATTEMPTS));
    keys.addAll(List.of(PARALLEL, STARTS, PROVIDER_PARALLEL, PER_MINUTE));
    keys.addAll(List.of(CHECK_COMMAND, CHECK_JUNIT, CHECK_COVERAGE, CHECK_TIMEOUT, CHECK_STAGES));
    keys.addAll(List.of(PRESET_STAGES, PRESET_BECAUSE));
    keys.addAll(List.of(UPKEEP_AUTOMATIC, ROWS_DAYS));
    keys.addAll(List.of(ARCHIVE_DAYS, OFFLOAD_DAYS, OFFLOAD_TO, PURGE_DAYS, ACTIVE_DAYS));
    return keys;
  }

  private static List<String> builtIn() {
    List<String> names =
        new ArrayList<>(AgentDefinition.ANALYSTS.stream().map(AgentName::value).toList());
    names.addAll(Adapters.kinds());
    return names;
  }
}
