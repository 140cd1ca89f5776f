package dev.speckit.lab;

import java.util.Locale;
import java.util.Optional;

/// The wire formats the provider speaks.
public enum Api {
  ANTHROPIC(""),
  RESPONSES("/v1"),
  CHAT("/v1"),
  GEMINI("");

  private final String suffix;

  Api(String suffix) {
    this.suffix = suffix;
  }

  /// The word for people and programs: `anthropic`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a base URL of this format ends with, as its clients expect it.
  String suffix() {
    return suffix;
  }

  Wire wire() {
    return switch (this) {
      case ANTHROPIC -> new AnthropicWire();
      case RESPONSES -> new ResponsesWire();
      case CHAT -> new ChatWire();
      case GEMINI -> new GeminiWire();
    };
  }

  /// The format in which a path is asked for a model's answer; empty for every other path.
  ///
  /// @param path without the query
  static Optional<Api> asked(String path) {
    if (path.endsWith("/messages")) {
      return Optional.of(ANTHROPIC);
    }
    if (path.endsWith("/responses") || path.endsWith("/responses/compact")) {
      return Optional.of(RESPONSES);
    }
    if (path.endsWith("/chat/completions")) {
      return Optional.of(CHAT);
    }
    return path.endsWith(":streamGenerateContent") || path.endsWith(":generateContent")
        ? Optional.of(GEMINI)
        : Optional.empty();
  }

  /// The format whose form an error on any path is given in.
  static Api likely(String path) {
    if (path.contains("/messages")) {
      return ANTHROPIC;
    }
    return path.contains("/v1beta") || path.indexOf(':') >= 0 ? GEMINI : CHAT;
  }
}
