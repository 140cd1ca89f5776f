package dev.speckit.cost;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Prices by provider and model: those that come with speckit, with the day on which they were
/// looked up, and over them those of the settings.
///
/// @param listed by `provider/model`
/// @param named by the canonical name of the settings
public record PriceTable(Map<String, Price.Listed> listed, Map<String, Price.Listed> named) {
  /// A model's name is often followed by the day on which it was made.
  private static final Pattern DAY = Pattern.compile("[-@]([0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})");

  public PriceTable {
    listed = Map.copyOf(listed);
    named = Map.copyOf(named);
  }

  /// What an attempt cost.
  ///
  /// @param stated by the agent's own output
  /// @param computed from its tokens and the price of its model
  public record Cost(@Nullable Money stated, @Nullable Money computed) {
    /// What counts: what the agent states, else what was computed; null when neither is known.
    public @Nullable Money settled() {
      return stated == null ? computed : stated;
    }
  }

  /// The prices that come with speckit.
  public static PriceTable shipped() {
    return new PriceTable(PriceFile.SHIPPED, Map.of());
  }

  /// With a model of the settings.
  ///
  /// @param name its canonical name
  /// @param own the figures that the settings have; the others stay as listed
  /// @param date of these figures, or null
  public PriceTable with(
      String name, String provider, String model, Price own, @Nullable String date) {
    Optional<Price.Listed> before = find(provider, model);
    Price price = before.map(Price.Listed::price).orElse(Price.UNKNOWN).overriddenBy(own);
    boolean isOwn = !own.equals(Price.UNKNOWN);
    Price.Listed entry =
        new Price.Listed(
            provider,
            model,
            price,
            isOwn ? date : before.map(Price.Listed::asOf).orElse(null),
            isOwn ? "settings" : "speckit");
    Map<String, Price.Listed> names = new HashMap<>(named);
    names.put(name, entry);
    Map<String, Price.Listed> models = new HashMap<>(listed);
    if (isOwn) {
      models.put(key(provider, model), entry);
    }
    return new PriceTable(models, names);
  }

  /// Whether asking it asks nobody: the rules of an analyst, and recorded answers.
  public static boolean isFree(AgentDefinition definition) {
    return switch (definition) {
      case AgentDefinition.Analyst _, AgentDefinition.Replay _ -> true;
      case AgentDefinition.Program _, AgentDefinition.Cli _ -> false;
    };
  }

  /// The price that counts for an agent.
  ///
  /// @param reported the model that answered, as the program says; null before a call, and when it
  ///   does not say
  /// @return empty when nobody knows the model or its price
  public Optional<Price.Listed> of(AgentDefinition definition, @Nullable String reported) {
    String chosen = definition.chosenModel();
    Price.Listed entry = chosen == null ? null : named.get(chosen);
    if (entry != null
        && (reported == null || reported.equals(chosen) || isSame(reported, entry.model()))) {
      return entry.price().equals(Price.UNKNOWN) ? Optional.empty() : Optional.of(entry);
    }
    String model = reported == null ? chosen : reported;
    return model == null ? Optional.empty() : find(definition.account().provider(), model);
  }

  /// What an attempt cost: what its agent states and what its tokens cost by the table, apart.
  public Cost cost(AgentDefinition definition, Usage usage, @Nullable String reported) {
    if (isFree(definition)) {
      return new Cost(null, Money.ZERO);
    }
    Long said = usage.costMicros();
    return new Cost(
        said == null ? null : Money.stated(said).orElse(null),
        of(definition, reported).flatMap(entry -> entry.price().of(usage)).orElse(null));
  }

  /// By the exact name, else by the longest listed name that is followed by nothing but a day. A
  /// name such as `anthropic/claude-sonnet-4-5` has its provider in it.
  public Optional<Price.Listed> find(String provider, String model) {
    Optional<Price.Listed> found = longest(key(provider, model));
    return found.isEmpty() && model.indexOf('/') > 0 ? longest(model) : found;
  }

  private Optional<Price.Listed> longest(String key) {
    Price.Listed exact = listed.get(key);
    if (exact != null) {
      return Optional.of(exact);
    }
    return listed.entrySet().stream()
        .filter(entry -> isSame(key, entry.getKey()))
        .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
        .map(Map.Entry::getValue);
  }

  private static boolean isSame(String model, String known) {
    return model.equals(known)
        || (model.startsWith(known) && DAY.matcher(model.substring(known.length())).matches());
  }

  private static String key(String provider, String model) {
    return provider + "/" + model;
  }
}
