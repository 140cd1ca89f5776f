package dev.speckit.spec.quality;

import java.util.List;
import java.util.Optional;

/// Numbers of a text that was made from a spec.
public final class Numbers {
  private Numbers() {}

  /// A number that the spec does not have.
  ///
  /// @param written number and unit in the text
  /// @param expected number and unit of the demand
  /// @param id of the demand
  public record Strange(String written, String expected, String id) {}

  /// The first number of the text that stands nowhere in the spec, while a demand that the text
  /// serves gives another number of the same unit and side. A number without such a counterpart is
  /// the author's own and no contradiction.
  ///
  /// @param served demands that the text names
  /// @param all demands of the spec
  public static Optional<Strange> strange(String text, List<Demand> served, List<Demand> all) {
    List<Quantity> own = Quantity.of(text, Words.of(text));
    if (own.isEmpty()) {
      return Optional.empty();
    }
    List<Quantity> spec = all.stream().flatMap(one -> Quantity.of(one).stream()).toList();
    for (Quantity quantity : own) {
      if (spec.stream().anyMatch(quantity::equalsValue)) {
        continue;
      }
      for (Demand demand : served) {
        for (Quantity other : Quantity.of(demand)) {
          if (other.unit().equals(quantity.unit()) && other.bound() == quantity.bound()) {
            return Optional.of(new Strange(quantity.written(), other.written(), demand.id()));
          }
        }
      }
    }
    return Optional.empty();
  }
}
