package dev.speckit.pipeline.replay;

import dev.speckit.agent.Answer;
import dev.speckit.consensus.Lookup;
import dev.speckit.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What was found at the places that agents named, as a stored verdict remembers it: the files may
/// have changed since.
final class FoundPlaces implements Lookup {
  private final Map<Answer.Evidence, Found> found = new HashMap<>();

  /// @param verdict of validate or audit
  FoundPlaces(Json.Fields verdict) {
    for (Json.Fields demand : verdict.objects("demands")) {
      for (Json.Fields claim : demand.objects("claims")) {
        claim.objects("evidence").forEach(this::take);
      }
    }
    for (Json.Fields finding : verdict.objects("findings")) {
      finding.objects("provenance").forEach(this::take);
    }
  }

  private void take(Json.Fields place) {
    Optional<String> file = place.text("file");
    Optional<String> word = place.text("found");
    if (file.isEmpty() || word.isEmpty()) {
      return;
    }
    int line = place.integer("line").map(Math::toIntExact).orElse(1);
    found.put(
        new Answer.Evidence(file.get(), line, place.text("quote").orElse("")),
        Found.read(word.get()));
  }

  @Override
  public Found look(Answer.Evidence evidence) {
    return found.getOrDefault(evidence, Found.NOT_A_PLACE);
  }
}
