package dev.speckit.lab;

import dev.speckit.json.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One request that reached the provider.
///
/// @param run the run named in the URL
/// @param script what the URL asks the provider to do
/// @param api the wire format when a model was asked; null for every other path
/// @param method of HTTP
/// @param path what follows run and scenario, without the query
/// @param query without `?`; may be empty
/// @param at when it had arrived whole
/// @param bytes size of the body
/// @param body as text; what is no UTF-8 is replaced
public record LabRequest(
    String run,
    Script script,
    @Nullable Api api,
    String method,
    String path,
    String query,
    Instant at,
    long bytes,
    String body) {
  private static final Pattern PROMPT =
      Pattern.compile("SPECKIT PROMPT 1 ([a-z]+) (\\S+) [0-9a-f]{32}");

  /// Whether it asks a model for an answer, which is what a provider takes money for.
  public boolean asksModel() {
    return api != null;
  }

  /// Whether a prompt of speckit is in it.
  public boolean hasPrompt() {
    return PROMPT.matcher(body).find();
  }

  /// The subject the prompt in it asks about, else the one the URL names.
  public Optional<String> subject() {
    Matcher prompt = PROMPT.matcher(body);
    if (prompt.find()) {
      return Optional.of(prompt.group(1));
    }
    boolean named = script.scenario() != Scenario.TOOL_CALL && !script.text().isEmpty();
    return named ? Optional.of(script.text()) : Optional.empty();
  }

  /// The body as JSON; an empty object when it is none.
  Json.Fields json() {
    return Json.read(body).value().orElse(null) instanceof Json.Fields fields
        ? fields
        : Json.fields();
  }

  /// Whether the answer is wanted as a stream of events.
  boolean wantsStream() {
    return path.endsWith(":streamGenerateContent")
        ? query.contains("alt=sse")
        : json().truth("stream").orElse(false);
  }
}
