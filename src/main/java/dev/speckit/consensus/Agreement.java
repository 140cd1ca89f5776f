package dev.speckit.consensus;

import dev.speckit.json.Json;

/// How many support something. Three integers, so that nothing is rounded or guessed.
///
/// @param supporters who said it, each agent once; at most `responders`
/// @param responders who answered at all; at most `roster`
/// @param roster who was asked; at least 1
public record Agreement(int supporters, int responders, int roster) {
  public Agreement {
    if (supporters < 0 || supporters > responders || responders > roster || roster < 1) {
      throw new IllegalArgumentException(
          "not an agreement: " + supporters + " of " + responders + " of " + roster);
    }
  }

  static Agreement of(int supporters, Participation participation) {
    return new Agreement(supporters, participation.responders(), participation.roster().size());
  }

  public Json.Fields json() {
    return Json.fields()
        .with("supporters", supporters)
        .with("responders", responders)
        .with("roster", roster);
  }

  /// What [#json] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  static Agreement read(Json.Fields json) {
    return new Agreement(
        Math.toIntExact(json.integer("supporters").orElse(-1L)),
        Math.toIntExact(json.integer("responders").orElse(-1L)),
        Math.toIntExact(json.integer("roster").orElse(-1L)));
  }

  /// `2 of 3`: supporters of those who answered.
  @Override
  public String toString() {
    return supporters + " of " + responders;
  }
}
