package dev.speckit.pipeline;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.cost.Estimate;
import dev.speckit.cost.Forecast;
import dev.speckit.cost.Money;
import dev.speckit.cost.Price;
import dev.speckit.cost.PriceTable;
import dev.speckit.json.Json;
import dev.speckit.run.Part;
import dev.speckit.run.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call that a run would make.
///
/// @param model it would use as far as can be told, or null
/// @param promptBytes of the prompt with the documents that are there now
/// @param after the last stage that writes into this prompt before it is asked; null when the
///   prompt can be made now
/// @param range what it may cost; empty when nobody knows a price
/// @param source `free`, `history`, `estimate` or `unknown`
/// @param samples earlier calls that the range comes from
record PlannedCall(
    Part part,
    AgentName agent,
    String kind,
    @Nullable String model,
    long promptBytes,
    @Nullable Stage after,
    Estimate estimate,
    Optional<Estimate.Range> range,
    String source,
    int samples) {

  /// @param written tokens that stages before it will have added to its prompt at most
  static PlannedCall of(
      RunScene scene,
      Part part,
      AgentDefinition definition,
      String prompt,
      @Nullable Stage after,
      long written,
      PastCalls past) {
    long bytes = prompt.getBytes(StandardCharsets.UTF_8).length;
    Estimate now = Estimate.of(bytes, part.subject(), past.usages());
    Optional<Price.Listed> price = past.price(scene.settings().prices(), definition);
    String chosen = definition.chosenModel();
    String model = chosen == null ? past.model() : chosen;
    Optional<Forecast> history = Forecast.of(past.costs());
    if (PriceTable.isFree(definition)) {
      Estimate.Range nothing = new Estimate.Range(Money.ZERO, Money.ZERO);
      return new PlannedCall(
          part,
          definition.name(),
          definition.kind(),
          null,
          bytes,
          after,
          now,
          Optional.of(nothing),
          "free",
          0);
    }
    if (history.isPresent()) {
      Estimate.Range range = new Estimate.Range(history.get().low(), history.get().high());
      return new PlannedCall(
          part,
          definition.name(),
          definition.kind(),
          model,
          bytes,
          after,
          now,
          Optional.of(range),
          "history",
          history.get().samples());
    }
    Estimate later =
        new Estimate(now.inputTokens() + written, now.output(), now.outputMost(), now.samples());
    Optional<Estimate.Range> range =
        price.flatMap(entry ->
            now.cost(entry.price())
                .flatMap(low ->
                    later
                        .cost(entry.price())
                        .map(high -> new Estimate.Range(low.low(), high.high()))));
    return new PlannedCall(
        part,
        definition.name(),
        definition.kind(),
        model,
        bytes,
        after,
        now,
        range,
        range.isPresent() ? "estimate" : "unknown",
        now.samples());
  }

  String mode() {
    return part.subject().writes() ? "write" : "read";
  }

  Json.Fields json() {
    Estimate.Range known = range.orElse(null);
    return Json.fields()
        .with("asked_for", part.name())
        .with("agent", agent.value())
        .with("kind", kind)
        .withPresent("model", model)
        .with("mode", mode())
        .withPresent("prompt_bytes", after == null ? promptBytes : null)
        .withPresent("prompt_tokens", after == null ? estimate.inputTokens() : null)
        .withPresent("after", after == null ? null : after.word())
        .with("output_tokens", estimate.output())
        .with("source", source)
        .with("samples", samples)
        .withPresent("low_micros", known == null ? null : known.low().micros())
        .withPresent("high_micros", known == null ? null : known.high().micros());
  }
}
