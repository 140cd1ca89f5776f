package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.json.Json;

/// Fields of a verdict that was stored. What is missing there was never written by us.
final class Stored {
  private Stored() {}

  static String text(Json.Fields json, String name) {
    return json.text(name).orElseThrow(() -> new IllegalArgumentException("no text: " + name));
  }

  static int number(Json.Fields json, String name) {
    return json.integer(name)
        .map(Math::toIntExact)
        .orElseThrow(() -> new IllegalArgumentException("no whole number: " + name));
  }

  static Json.Fields object(Json.Fields json, String name) {
    return json.object(name).orElseThrow(() -> new IllegalArgumentException("no object: " + name));
  }

  static AgentName agent(Json.Fields json) {
    return new AgentName(text(json, "agent"));
  }

  static <E extends Enum<E>> E one(E[] values, Json.Fields json, String name) {
    String word = text(json, name);
    for (E value : values) {
      if (value.name().equalsIgnoreCase(word.replace('-', '_'))) {
        return value;
      }
    }
    throw new IllegalArgumentException(name + " cannot be " + word);
  }
}
