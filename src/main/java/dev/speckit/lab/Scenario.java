package dev.speckit.lab;

import java.util.Locale;

/// What the provider does with requests for a model.
public enum Scenario {
  GOOD("answers at once"),
  SLOW_HEADERS("sends the head of its answer late, by this many seconds", 5),
  SLOW_DRIP("spreads its answer over this many seconds", 10),
  SILENCE("never answers"),
  STALLED("falls silent after half of its answer"),
  CUT("cuts the connection after half of its answer"),
  CUT_ONCE("cuts the first connection, then answers"),
  ENDED_EARLY("ends its answer after half, in good order but without the event that ends it"),
  ENDLESS_STREAM("never stops answering"),
  HTML("answers 200 with a page of HTML"),
  BAD_REQUEST("says the request is malformed (400)"),
  SIGNED_OUT("says the key is wrong (401)"),
  FORBIDDEN("says the key may not (403)"),
  NOT_FOUND("says there is no such model (404)"),
  RATE_LIMITED("says there were too many requests (429), with this many seconds to wait", 1),
  RATE_LIMITED_ONCE(
      "says so (429) to the first request, with this many seconds to wait, then answers", 1),
  QUOTA("says nothing is left to spend, in the provider's own form"),
  ERROR_500("always fails (500)"),
  ERROR_500_TWICE("fails twice (500), then answers"),
  OVERLOADED("says it is overloaded, in the provider's own form"),
  CONTEXT_OVERFLOW("says the prompt is too long, in the provider's own form (400)"),
  REFUSAL("lets the model refuse to answer"),
  BROKEN_UTF8("answers with bytes in the text that are no UTF-8"),
  TOOL_CALL("asks for a shell command (named after `~`), and answers when told its result"),
  EMPTY("answers in good order with no text at all"),
  LARGE("answers with this many KiB more than needed", 256),
  SCHEMA_INVALID("answers with a sentence where JSON was asked for");

  /// The number of a scenario that takes none.
  static final int NO_NUMBER = -1;

  private final String meaning;
  private final int number;

  Scenario(String meaning) {
    this(meaning, NO_NUMBER);
  }

  Scenario(String meaning, int number) {
    this.meaning = meaning;
    this.number = number;
  }

  /// The word in a URL and on the command line: `rate-limited`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A sentence without its subject, which is the provider.
  public String meaning() {
    return meaning;
  }

  /// Whether a number may follow the word: `rate-limited-30`.
  boolean takesNumber() {
    return number != NO_NUMBER;
  }

  /// The number that holds when none is given.
  int usualNumber() {
    return number;
  }
}
