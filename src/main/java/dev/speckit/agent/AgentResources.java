package dev.speckit.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Prompt texts and schema files, which travel inside the program.
final class AgentResources {
  private AgentResources() {}

  /// @param name below `agent/`, such as `schema/plan.json`
  static String text(String name) {
    try (InputStream in = AgentResources.class.getResourceAsStream("/agent/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file agent/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new IllegalStateException(
          "the program's file agent/" + name + " cannot be read", failure);
    }
  }
}
