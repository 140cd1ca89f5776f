package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Subject;
import dev.speckit.agent.Usage;
import dev.speckit.cost.Money;
import dev.speckit.cost.Price;
import dev.speckit.cost.PriceTable;
import dev.speckit.run.UsageTable;
import dev.speckit.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an agent used for a subject before, newest first.
///
/// @param costs of those whose cost is known: as stated, else at today's prices
/// @param model that answered last, or null
record PastCalls(List<Usage> usages, List<Money> costs, @Nullable String model) {
  static final PastCalls NONE = new PastCalls(List.of(), List.of(), null);

  /// Older calls say little about the next one.
  private static final int MOST = 50;

  PastCalls {
    usages = List.copyOf(usages);
    costs = List.copyOf(costs);
  }

  static PastCalls read(Store store, RunScene scene, AgentName agent, Subject subject)
      throws InterruptedException {
    AgentDefinition definition = scene.settings().agents().get(agent);
    if (definition == null || PriceTable.isFree(definition)) {
      return NONE;
    }
    List<UsageTable.Attempted> rows =
        store.read(
            transaction -> UsageTable.past(transaction, agent.value(), subject.word(), MOST));
    PriceTable prices = scene.settings().prices();
    return new PastCalls(
        rows.stream().map(UsageTable.Attempted::used).toList(),
        rows.stream()
            .flatMap(row ->
                Stream.ofNullable(prices.cost(definition, row.used(), row.model()).settled()))
            .toList(),
        rows.stream().flatMap(row -> Stream.ofNullable(row.model())).findFirst().orElse(null));
  }

  /// The price of the next call: of the model that was chosen, else of the one that answered last.
  Optional<Price.Listed> price(PriceTable prices, AgentDefinition definition) {
    Optional<Price.Listed> chosen = prices.of(definition, null);
    return chosen.isPresent() || definition.chosenModel() != null || model == null
        ? chosen
        : prices.of(definition, model);
  }
}
