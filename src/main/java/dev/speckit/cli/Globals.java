package dev.speckit.cli;

import dev.speckit.command.Parameter;
import java.util.List;
import java.util.Optional;

/// What every command takes, before or after its name.
///
/// @param json one JSON object on stdout, nothing else
/// @param events before it, a line of JSON for each thing that happens
/// @param noColour no colour even in a terminal
/// @param directory where the command acts as if started there; empty for the working directory
/// @param help show help in place of running
/// @param version show the version in place of running
record Globals(
    boolean json,
    boolean events,
    boolean noColour,
    Optional<String> directory,
    boolean help,
    boolean version) {
  static final Parameter.Flag JSON =
      new Parameter.Flag("json", null, "Print one JSON object, also on failure");
  static final Parameter.Flag EVENTS =
      new Parameter.Flag(
          "events", null, "Print a line of JSON for each event, then the object of --json");
  static final Parameter.Flag NO_COLOUR =
      new Parameter.Flag("no-color", null, "No colour, also in a terminal");
  static final Parameter.Option DIRECTORY =
      new Parameter.Option(
          "directory", "C", "DIR", "Act as if started in this directory", null, false, List.of());
  static final Parameter.Flag HELP = new Parameter.Flag("help", "h", "Show this help and end");
  static final Parameter.Flag VERSION =
      new Parameter.Flag("version", null, "Show the version and end");

  /// In the order in which help shows them.
  static final List<Parameter> ALL = List.of(DIRECTORY, JSON, EVENTS, NO_COLOUR, HELP, VERSION);

  static boolean takes(String word, Parameter parameter) {
    // No switch on types here: the first one of a start costs more than all the words.
    if (parameter instanceof Parameter.Flag flag) {
      return isNamed(word, flag.name(), flag.letter());
    }
    if (parameter instanceof Parameter.OptionalValue optional) {
      return isNamed(word, optional.name(), null);
    }
    return parameter instanceof Parameter.Option option
        && isNamed(word, option.name(), option.letter());
  }

  private static boolean isNamed(
      String word, String name, @org.jspecify.annotations.Nullable String letter) {
    return word.equals("--" + name) || (letter != null && word.equals("-" + letter));
  }
}
