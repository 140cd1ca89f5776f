package dev.speckit;

import static dev.speckit.SettingKeys.ACTIVE_DAYS;
import static dev.speckit.SettingKeys.ARCHIVE_DAYS;
import static dev.speckit.SettingKeys.ATTEMPTS;
import static dev.speckit.SettingKeys.BASE_URL;
import static dev.speckit.SettingKeys.BUDGET_DAY;
import static dev.speckit.SettingKeys.BUDGET_RUN;
import static dev.speckit.SettingKeys.BUDGET_SPEC;
import static dev.speckit.SettingKeys.CACHED_PRICE;
import static dev.speckit.SettingKeys.CACHE_WRITE_PRICE;
import static dev.speckit.SettingKeys.CHECK_COMMAND;
import static dev.speckit.SettingKeys.CHECK_COVERAGE;
import static dev.speckit.SettingKeys.CHECK_JUNIT;
import static dev.speckit.SettingKeys.CHECK_STAGES;
import static dev.speckit.SettingKeys.CHECK_TIMEOUT;
import static dev.speckit.SettingKeys.COMMAND;
import static dev.speckit.SettingKeys.DEBOUNCE;
import static dev.speckit.SettingKeys.EXECUTABLE;
import static dev.speckit.SettingKeys.FAIL_FAST;
import static dev.speckit.SettingKeys.FIRST;
import static dev.speckit.SettingKeys.FOLDER;
import static dev.speckit.SettingKeys.IDLE;
import static dev.speckit.SettingKeys.INPUT_PRICE;
import static dev.speckit.SettingKeys.KEY;
import static dev.speckit.SettingKeys.KIND;
import static dev.speckit.SettingKeys.MODEL;
import static dev.speckit.SettingKeys.MODEL_MODEL;
import static dev.speckit.SettingKeys.MODEL_PROVIDER;
import static dev.speckit.SettingKeys.MODEL_TIER;
import static dev.speckit.SettingKeys.OFFLOAD_DAYS;
import static dev.speckit.SettingKeys.OFFLOAD_TO;
import static dev.speckit.SettingKeys.OUTPUT_PRICE;
import static dev.speckit.SettingKeys.PARALLEL;
import static dev.speckit.SettingKeys.PER_MINUTE;
import static dev.speckit.SettingKeys.PRESET_BECAUSE;
import static dev.speckit.SettingKeys.PRESET_STAGES;
import static dev.speckit.SettingKeys.PRICE_DATE;
import static dev.speckit.SettingKeys.PROVIDER_PARALLEL;
import static dev.speckit.SettingKeys.PURGE_DAYS;
import static dev.speckit.SettingKeys.RELOAD;
import static dev.speckit.SettingKeys.REQUIRED;
import static dev.speckit.SettingKeys.ROSTERS;
import static dev.speckit.SettingKeys.ROWS_DAYS;
import static dev.speckit.SettingKeys.SECOND_ROUND;
import static dev.speckit.SettingKeys.STARTS;
import static dev.speckit.SettingKeys.TOTAL;
import static dev.speckit.SettingKeys.UNPRICED;
import static dev.speckit.SettingKeys.UPKEEP_AUTOMATIC;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Subject;
import dev.speckit.agent.Traffic;
import dev.speckit.agent.cli.Adapters;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.config.Configuration;
import dev.speckit.config.Key;
import dev.speckit.config.Layers;
import dev.speckit.config.Nearest;
import dev.speckit.config.Provenance;
import dev.speckit.cost.Budget;
import dev.speckit.cost.Money;
import dev.speckit.cost.Price;
import dev.speckit.cost.PriceTable;
import dev.speckit.evidence.EvidenceSettings;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Capacity;
import dev.speckit.host.Host;
import dev.speckit.pipeline.Preset;
import dev.speckit.pipeline.RosterSettings;
import dev.speckit.run.Stage;
import dev.speckit.upkeep.UpkeepSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Binds a configuration to records and checks what no single key can know.
final class SettingsReader {
  private final Layers layers;
  private final Path workspace;
  private final Layers.Reading reading;
  private final Configuration configuration;
  private final List<Problem> problems = new ArrayList<>();

  /// Reads all layers.
  ///
  /// @throws Failure.Invalid with every problem of every layer
  /// @throws Failure.Unavailable when a file is there and cannot be read
  static Settings load(Host host, Path workspace) {
    return new SettingsReader(Layers.of(host, workspace), workspace).read();
  }

  private SettingsReader(Layers layers, Path workspace) {
    this.layers = layers;
    this.workspace = workspace;
    reading = layers.read(SettingKeys.ALL);
    configuration = reading.configuration();
    problems.addAll(reading.problems());
  }

  private Settings read() {
    if (!reading.complete()) {
      throw new Failure.Invalid(problems);
    }
    Map<String, Settings.Model> models = models();
    Map<AgentName, AgentDefinition> agents = agents(models);
    RosterSettings rosters = rosters();
    Map<String, CheckDefinition> checks = checks();
    UpkeepSettings upkeep = upkeep();
    Map<String, Preset> presets = presets();
    if (!problems.isEmpty()) {
      throw new Failure.Invalid(layers.sorted(problems));
    }
    return new Settings(
        agents,
        rosters,
        Math.toIntExact(configuration.value(ATTEMPTS)),
        traffic(),
        new Settings.HotReload(
            configuration.value(RELOAD), Duration.ofMillis(configuration.value(DEBOUNCE))),
        models,
        checks,
        budget(),
        prices(models),
        presets,
        upkeep,
        configuration);
  }

  private Map<AgentName, AgentDefinition> agents(Map<String, Settings.Model> models) {
    Map<AgentName, AgentDefinition> agents = new LinkedHashMap<>();
    for (AgentName name : AgentDefinition.ANALYSTS) {
      agents.put(name, new AgentDefinition.Analyst(name, clocks(name.value())));
    }
    Map<String, String> spellings = new LinkedHashMap<>();
    for (String name : configuration.names("agents")) {
      String other = spellings.putIfAbsent(name.replace('-', '_'), name);
      if (other != null) {
        add(
            "ambiguous-name",
            "`" + name + "` and `" + other + "` differ only in - and _",
            configuration.section("agents." + name).place(),
            "rename one: a variable could not tell them apart");
      }
      agent(name, agents, models);
    }
    for (Adapter adapter : Adapters.ALL) {
      AgentName name = new AgentName(adapter.kind());
      if (!configuration.names("agents").contains(adapter.kind())) {
        agents.put(
            name,
            AgentDefinition.Cli.plain(
                name, adapter, clocks(adapter.kind()), started(adapter.kind())));
      }
    }
    return agents;
  }

  private void agent(
      String text, Map<AgentName, AgentDefinition> agents, Map<String, Settings.Model> models) {
    AgentName name = new AgentName(text);
    boolean builtIn = AgentDefinition.ANALYSTS.contains(name);
    String kind = configuration.find(KIND, text).orElse(builtIn ? "analyst" : kindByName(text));
    Optional<Adapter> adapter = Adapters.find(kind);
    if (adapter.isPresent()) {
      cli(name, adapter.get(), builtIn, agents, models);
      return;
    }
    switch (kind) {
      case "command" -> program(name, builtIn, agents);
      case "replay" -> replay(name, builtIn, agents);
      case "analyst" -> {
        refuse("analyst", text, COMMAND, EXECUTABLE, BASE_URL, FOLDER, KEY, MODEL);
        if (!builtIn) {
          add(
              "unknown-analyst",
              "no built-in analyst is called `" + text + "`",
              at(KIND, text),
              "the analysts are " + AgentDefinition.ANALYSTS);
        }
      }
      default -> {
        if (!configuration.isSet(KIND, text)) {
          add(
              "missing-key",
              "the agent `" + text + "` has no kind",
              configuration.section("agents." + text).place(),
              "add kind = \"command\" (or replay) to [agents." + text + "]");
        }
      }
    }
  }

  private void program(AgentName name, boolean builtIn, Map<AgentName, AgentDefinition> agents) {
    String text = name.value();
    refuse("command", text, FOLDER, EXECUTABLE, BASE_URL);
    List<String> command = configuration.find(COMMAND, text).orElse(List.of());
    if (taken(builtIn, text) || missing(COMMAND, text) || command.isEmpty()) {
      return;
    }
    if (command.getFirst().isBlank()) {
      add("wrong-value", "the program's name is blank", at(COMMAND, text), "name a program");
      return;
    }
    agents.put(
        name,
        new AgentDefinition.Program(
            name,
            command,
            clocks(text),
            configuration.find(KEY, text).map(key -> key.substring("env:".length())).orElse(null),
            configuration.find(MODEL, text).orElse(null),
            origin(text, COMMAND, KEY)));
  }

  /// An agent that is called like a known program is one, unless it says otherwise.
  private String kindByName(String name) {
    return configuration.isSet(COMMAND, name) || configuration.isSet(FOLDER, name)
        ? ""
        : Adapters.find(name).map(Adapter::kind).orElse("");
  }

  private void cli(
      AgentName name,
      Adapter adapter,
      boolean builtIn,
      Map<AgentName, AgentDefinition> agents,
      Map<String, Settings.Model> models) {
    String text = name.value();
    refuse(adapter.kind(), text, COMMAND, FOLDER);
    Optional<String> model = configuration.find(MODEL, text);
    if (taken(builtIn, text) || unknownModel(text, model, models)) {
      return;
    }
    Optional<String> baseUrl = configuration.find(BASE_URL, text);
    if (adapter.needsModel() && baseUrl.isPresent() && model.isEmpty()) {
      add(
          "missing-key",
          "`" + MODEL.path(text) + "` is missing: " + adapter.kind() + " knows no models there",
          at(BASE_URL, text),
          "name a model, and describe it under [models]");
      return;
    }
    AgentDefinition.Origin origin = origin(text, KIND, EXECUTABLE, BASE_URL, KEY);
    agents.put(
        name,
        new AgentDefinition.Cli(
            name,
            adapter,
            configuration.find(EXECUTABLE, text).map(file -> executable(text, file)).orElse(null),
            configuration.find(KEY, text).map(key -> key.substring("env:".length())).orElse(null),
            model.map(models::get).map(Settings.Model::model).orElse(null),
            model.orElse(null),
            baseUrl.orElse(null),
            clocks(text),
            origin == AgentDefinition.Origin.PROJECT ? origin : started(text)));
  }

  /// A name stays one; a path is relative to the file that says it.
  private String executable(String agent, String file) {
    return file.indexOf('/') < 0
        ? file
        : base(configuration.provenance(EXECUTABLE, agent)).resolve(file).normalize().toString();
  }

  private boolean unknownModel(
      String agent, Optional<String> model, Map<String, Settings.Model> models) {
    if (model.isEmpty() || models.containsKey(model.get())) {
      return false;
    }
    add(
        "unknown-model",
        "no model is called `" + model.get() + "`",
        at(MODEL, agent),
        Nearest.of(model.get(), new TreeSet<>(models.keySet()))
            .map(near -> "did you mean `" + near + "`?")
            .orElse("describe it: [models." + model.get() + "] with provider and model"));
    return true;
  }

  /// A roster of the project's starts the user's programs with the user's keys.
  private AgentDefinition.Origin started(String agent) {
    for (Key<List<String>> roster : ROSTERS.values()) {
      if (configuration.find(roster).orElse(List.of()).contains(agent)
          && configuration.provenance(roster).isProject()) {
        return AgentDefinition.Origin.PROJECT;
      }
    }
    return configuration.names("agents").contains(agent)
        ? AgentDefinition.Origin.USER
        : AgentDefinition.Origin.BUILT_IN;
  }

  private void replay(AgentName name, boolean builtIn, Map<AgentName, AgentDefinition> agents) {
    String text = name.value();
    refuse("replay", text, COMMAND, EXECUTABLE, BASE_URL, KEY);
    if (taken(builtIn, text) || missing(FOLDER, text)) {
      return;
    }
    configuration
        .find(FOLDER, text)
        .ifPresent(folder ->
            agents.put(
                name,
                new AgentDefinition.Replay(
                    name,
                    base(configuration.provenance(FOLDER, text)).resolve(folder).normalize(),
                    clocks(text),
                    origin(text, FOLDER))));
  }

  /// A path in a file is relative to that file's folder; in a variable, to the workspace.
  private Path base(Provenance provenance) {
    boolean user =
        provenance instanceof Provenance.File file && file.layer() == Provenance.Layer.USER;
    Path folder = layers.userFile().getParent();
    return user && folder != null ? folder : workspace;
  }

  private Clocks clocks(String name) {
    return new Clocks(
        configuration.find(FIRST, name).orElse(Clocks.DEFAULT.first()),
        configuration.find(IDLE, name).orElse(Clocks.DEFAULT.idle()),
        configuration.find(TOTAL, name).orElse(Clocks.DEFAULT.total()));
  }

  /// One word of the project's among those that make an agent act is enough.
  private AgentDefinition.Origin origin(String name, Key<?>... acting) {
    for (Key<?> key : acting) {
      if (configuration.provenance(key, name).isProject()) {
        return AgentDefinition.Origin.PROJECT;
      }
    }
    return AgentDefinition.Origin.USER;
  }

  private boolean taken(boolean builtIn, String name) {
    if (builtIn) {
      add(
          "name-taken",
          "`" + name + "` is a built-in analyst and stays one",
          at(KIND, name),
          "give the agent another name");
    }
    return builtIn;
  }

  private void refuse(String kind, String name, Key<?>... keys) {
    for (Key<?> key : keys) {
      if (configuration.isSet(key, name)) {
        add(
            "key-of-another-kind",
            "`" + key.path(name) + "` means nothing for an agent of kind " + kind,
            at(key, name),
            "remove it, or change the kind");
      }
    }
  }

  private boolean missing(Key<?> key, String name) {
    boolean missing = !configuration.isSet(key, name);
    if (missing) {
      String path = key.path(name);
      String section = path.substring(0, path.lastIndexOf('.'));
      add(
          "missing-key",
          "`" + path + "` is missing",
          configuration.section(section).place(),
          "add it to [" + section + "]");
    }
    return missing;
  }

  private RosterSettings rosters() {
    TreeSet<String> known = new TreeSet<>(configuration.names("agents"));
    AgentDefinition.ANALYSTS.forEach(name -> known.add(name.value()));
    known.addAll(Adapters.kinds());
    Map<Subject, List<AgentName>> rosters = new EnumMap<>(Subject.class);
    ROSTERS.forEach((subject, key) -> {
      List<String> names = configuration.find(key).orElse(List.of());
      checkNames(key, names, known);
      if (!names.isEmpty()) {
        rosters.put(subject, names.stream().map(AgentName::new).toList());
      }
    });
    String[] share = configuration.value(REQUIRED).split("/", 2);
    int part = Integer.parseInt(share[0]);
    int whole = Integer.parseInt(share[1]);
    if (part > whole) {
      add(
          "wrong-value",
          "`quality_gates.required` asks for more than all",
          configuration.provenance(REQUIRED).place(),
          "write a share such as \"2/3\"");
      return RosterSettings.DEFAULT;
    }
    return new RosterSettings(
        rosters, part, whole, configuration.value(FAIL_FAST), configuration.value(SECOND_ROUND));
  }

  private void checkNames(Key<?> key, List<String> names, SortedSet<String> known) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Place place = configuration.provenance(key).place(i);
      if (names.indexOf(name) < i) {
        add("named-twice", "`" + name + "` is named twice", place, "name each agent once");
      } else if (!known.contains(name)) {
        add(
            "unknown-agent",
            "no agent is called `" + name + "`",
            place,
            Nearest.of(name, known)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("the agents are " + String.join(", ", known)));
      }
    }
  }

  private Map<String, Settings.Model> models() {
    Map<String, Settings.Model> models = new LinkedHashMap<>();
    for (String name : configuration.names("models")) {
      boolean withoutProvider = missing(MODEL_PROVIDER, name);
      boolean withoutModel = missing(MODEL_MODEL, name);
      String provider = configuration.find(MODEL_PROVIDER, name).orElse("");
      String model = configuration.find(MODEL_MODEL, name).orElse("");
      if (!withoutProvider && !withoutModel) {
        String tier = configuration.find(MODEL_TIER, name).orElse(null);
        models.put(name, new Settings.Model(provider, model, tier));
      }
    }
    return models;
  }

  private PriceTable prices(Map<String, Settings.Model> models) {
    PriceTable prices = PriceTable.shipped();
    for (Map.Entry<String, Settings.Model> model : models.entrySet()) {
      String name = model.getKey();
      prices =
          prices.with(
              name,
              model.getValue().provider(),
              model.getValue().model(),
              new Price(
                  money(INPUT_PRICE, name),
                  money(CACHED_PRICE, name),
                  money(CACHE_WRITE_PRICE, name),
                  money(OUTPUT_PRICE, name)),
              configuration.find(PRICE_DATE, name).orElse(null));
    }
    return prices;
  }

  private Budget budget() {
    return new Budget(
        money(BUDGET_RUN),
        money(BUDGET_SPEC),
        money(BUDGET_DAY),
        !configuration.find(UNPRICED).orElse("refuse").equals("allow"));
  }

  private @Nullable Money money(Key<BigDecimal> key, String... names) {
    return configuration.find(key, names).flatMap(Money::of).orElse(null);
  }

  private Map<String, CheckDefinition> checks() {
    Map<String, CheckDefinition> checks = new LinkedHashMap<>();
    for (String name : configuration.names("checks")) {
      if (!missing(CHECK_COMMAND, name)) {
        checks.put(
            name,
            new CheckDefinition(
                name,
                configuration.find(CHECK_COMMAND, name).orElse(List.of()),
                configuration.find(CHECK_JUNIT, name).orElse(null),
                configuration.find(CHECK_COVERAGE, name).orElse(null),
                configuration.find(CHECK_TIMEOUT, name).orElse(CheckDefinition.DEFAULT_TIMEOUT),
                stages(name),
                configuration.provenance(CHECK_COMMAND, name).isProject()));
      }
    }
    return checks;
  }

  private Map<String, Preset> presets() {
    Map<String, Preset> presets = new LinkedHashMap<>();
    for (String name : configuration.names("presets")) {
      if (missing(PRESET_STAGES, name)) {
        continue;
      }
      List<Stage> stages = new ArrayList<>();
      List<String> words = configuration.find(PRESET_STAGES, name).orElse(List.of());
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        Optional<Stage> stage = Stage.parse(word);
        if (stage.isEmpty()) {
          add(
              "unknown-stage",
              "presets." + name + ".stages: no stage is `" + word + "`",
              configuration.provenance(PRESET_STAGES, name).place(i),
              Nearest.of(word, Stage.words())
                  .map(near -> "did you mean `" + near + "`?")
                  .orElse("one of " + String.join(", ", Stage.words())));
        }
        stage.ifPresent(stages::add);
      }
      if (stages.isEmpty()) {
        continue;
      }
      Preset preset =
          new Preset(name, stages, configuration.find(PRESET_BECAUSE, name).orElse(null));
      if (!preset.leftOut().isEmpty() && preset.isUnexplained()) {
        add(
            "missing-key",
            "the preset `"
                + name
                + "` leaves out "
                + String.join(", ", preset.leftOut().stream().map(Stage::word).toList())
                + " and does not say why",
            at(PRESET_STAGES, name),
            "set `presets." + name + ".because`: it is kept in the journal");
      }
      presets.put(name, preset);
    }
    return presets;
  }

  private Set<String> stages(String check) {
    Optional<List<String>> named = configuration.find(CHECK_STAGES, check);
    if (named.isEmpty()) {
      return CheckDefinition.DEFAULT_STAGES;
    }
    for (String stage : named.get()) {
      if (!SettingKeys.CHECKED_STAGES.contains(stage)) {
        problems.add(
            Problem.of(
                    "unknown-stage",
                    "checks." + check + ".stages: no check runs at `" + stage + "`")
                .at(configuration.provenance(CHECK_STAGES, check).place())
                .remedy("one of " + String.join(", ", SettingKeys.CHECKED_STAGES)));
      }
    }
    return Set.copyOf(named.get());
  }

  private UpkeepSettings upkeep() {
    int archive = days(ARCHIVE_DAYS);
    int offload = days(OFFLOAD_DAYS);
    int purge = days(PURGE_DAYS);
    int rows = days(ROWS_DAYS);
    boolean growing = inOrder(ARCHIVE_DAYS, OFFLOAD_DAYS) && inOrder(OFFLOAD_DAYS, PURGE_DAYS);
    if (!growing || !inOrder(ARCHIVE_DAYS, ROWS_DAYS)) {
      return UpkeepSettings.DEFAULT;
    }
    Path folder =
        configuration
            .find(OFFLOAD_TO)
            .map(text -> base(configuration.provenance(OFFLOAD_TO)).resolve(text).normalize())
            .orElse(null);
    return new UpkeepSettings(
        configuration.value(UPKEEP_AUTOMATIC),
        rows,
        new EvidenceSettings(archive, offload, folder, purge, days(ACTIVE_DAYS)),
        List.of());
  }

  private Traffic.Limits traffic() {
    Map<String, Traffic.ProviderLimits> providers = new LinkedHashMap<>();
    for (String name : configuration.names("providers")) {
      providers.put(
          name,
          new Traffic.ProviderLimits(
              configuration.find(PROVIDER_PARALLEL, name).map(Math::toIntExact).orElse(null),
              configuration.find(PER_MINUTE, name).map(Math::toIntExact).orElse(null)));
    }
    Capacity capacity = Capacity.ofThisMachine();
    return new Traffic.Limits(
        configuration.find(PARALLEL).map(Math::toIntExact).orElse(capacity.parallel()),
        configuration.find(STARTS).map(Math::toIntExact).orElse(capacity.starts()),
        providers);
  }

  private int days(Key<Long> key) {
    return Math.toIntExact(configuration.value(key));
  }

  /// Nothing is removed that was not archived long before.
  private boolean inOrder(Key<Long> earlier, Key<Long> later) {
    boolean inOrder = configuration.value(earlier) < configuration.value(later);
    if (!inOrder) {
      Key<Long> named = configuration.isSet(later) ? later : earlier;
      add(
          "wrong-value",
          "`"
              + later.path()
              + "` is "
              + configuration.value(later)
              + ", not after `"
              + earlier.path()
              + "`, which is "
              + configuration.value(earlier),
          configuration.provenance(named).place(),
          "let the days grow from archive_days to offload_days to purge_days, and keep rows_days"
              + " above archive_days");
    }
    return inOrder;
  }

  private Place at(Key<?> key, String name) {
    return configuration.provenance(key, name).place();
  }

  private void add(String code, String message, Place place, String remedy) {
    problems.add(Problem.of(code, message).at(place).remedy(remedy));
  }
}
