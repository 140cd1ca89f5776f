package dev.speckit.lab;

import dev.speckit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// How a program is asked and what should come of each scenario, from `lab/expected/common.json`
/// and, where a program differs, `lab/expected/<kind>.json`: words of outcomes by word of the
/// scenario. Where two words stand, either is right, as the program itself does not always do the
/// same; `reasons` says why, and why a program differs where nobody would expect it.
final class Expected {
  private static final String COMMON = "common";

  private final Json.Fields own;

  private Expected(Json.Fields own) {
    this.own = own;
  }

  /// Of one kind of program; one without a file of its own does as most do.
  static Expected of(String kind) {
    return new Expected(file(kind).orElse(Json.fields()));
  }

  /// The outcomes that are right, at least one.
  List<String> outcomes(Scenario scenario) {
    return List.of(words(scenario).split(" ", -1));
  }

  /// The same as one text.
  String words(Scenario scenario) {
    return outcome(own, scenario).orElseGet(() -> common(scenario));
  }

  /// Why the program's outcome is not what most programs' is; empty where that needs no words.
  Optional<String> reason(Scenario scenario) {
    return own.object("reasons").flatMap(reasons -> reasons.text(scenario.word()));
  }

  /// Which model is asked for; empty for the program's own choice.
  Optional<String> model() {
    return own.text("model");
  }

  /// The wire format it speaks; most speak Chat Completions.
  Api api() {
    String word = own.text("format").orElse(Api.CHAT.word());
    for (Api api : Api.values()) {
      if (api.word().equals(word)) {
        return api;
      }
    }
    throw new IllegalStateException("no wire format: " + word);
  }

  /// What comes of a scenario with most programs.
  static String common(Scenario scenario) {
    return outcome(file(COMMON).orElseThrow(), scenario).orElseThrow();
  }

  private static Optional<String> outcome(Json.Fields file, Scenario scenario) {
    return file.object("outcomes").flatMap(outcomes -> outcomes.text(scenario.word()));
  }

  private static Optional<Json.Fields> file(String name) {
    String path = "/lab/expected/" + name + ".json";
    try (InputStream in = Expected.class.getResourceAsStream(path)) {
      if (in == null) {
        return Optional.empty();
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (Json.read(text).value().orElse(null) instanceof Json.Fields fields) {
        return Optional.of(fields);
      }
      throw new IllegalStateException("the program's file " + path + " is no JSON object");
    } catch (IOException failure) {
      throw new IllegalStateException("the program's file " + path + " cannot be read", failure);
    }
  }
}
