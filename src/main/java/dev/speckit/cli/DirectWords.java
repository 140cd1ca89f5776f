package dev.speckit.cli;

import dev.speckit.command.Arguments;
import dev.speckit.command.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads plain, well-formed words without loading the option library, which alone takes longer than
/// everything else a short command does. What it does not fully understand it leaves to
/// [PicocliWords]; what it does understand means the same to both.
final class DirectWords {
  private final List<Parameter> parameters;
  private final Map<String, List<String>> given = new LinkedHashMap<>();
  private final List<String> positionals = new ArrayList<>();

  private DirectWords(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  /// @param parameters of the command, without the global ones
  /// @return empty when a closer look is needed
  static Optional<Understood> read(List<Parameter> parameters, List<String> words) {
    List<Parameter> all = new ArrayList<>(parameters);
    all.addAll(Globals.ALL);
    return new DirectWords(all).read(words);
  }

  private Optional<Understood> read(List<String> words) {
    int at = 0;
    while (at < words.size()) {
      int taken = take(words, at);
      if (taken == 0) {
        return Optional.empty();
      }
      at += taken;
    }
    if (!takePositionals() || given.containsKey(Globals.HELP.name())) {
      return Optional.empty();
    }
    return Optional.of(understood(given));
  }

  /// @return how many words were understood, 0 for none
  private int take(List<String> words, int at) {
    String word = words.get(at);
    if (word.isEmpty()) {
      return 0;
    }
    if (word.charAt(0) != '-') {
      positionals.add(word);
      return 1;
    }
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    Parameter parameter = named(equals < 0 ? word : word.substring(0, equals));
    // No switch on types here: the first one of a start costs more than all the words.
    if (parameter instanceof Parameter.Flag flag) {
      return equals < 0 && keep(flag.name(), "true", false) ? 1 : 0;
    }
    if (parameter instanceof Parameter.OptionalValue optional) {
      String next = at + 1 < words.size() ? words.get(at + 1) : "";
      boolean valued = optional.choices().contains(next);
      boolean kept = equals < 0 && keep(optional.name(), valued ? next : "true", false);
      return kept ? (valued ? 2 : 1) : 0;
    }
    if (!(parameter instanceof Parameter.Option option)) {
      return 0;
    }
    if (equals >= 0) {
      return keep(option, word.substring(equals + 1)) ? 1 : 0;
    }
    return at + 1 < words.size() && keep(option, words.get(at + 1)) ? 2 : 0;
  }

  private @org.jspecify.annotations.Nullable Parameter named(String word) {
    for (Parameter parameter : parameters) {
      if (Globals.takes(word, parameter)) {
        return parameter;
      }
    }
    return null;
  }

  private boolean keep(Parameter.Option option, String value) {
    boolean plain = !value.isEmpty() && value.charAt(0) != '-';
    return plain && allows(option.choices(), value) && keep(option.name(), value, option.many());
  }

  private boolean keep(String name, String value, boolean many) {
    List<String> values = given.computeIfAbsent(name, _ -> new ArrayList<>());
    values.add(value);
    return many || values.size() == 1;
  }

  private boolean takePositionals() {
    int next = 0;
    for (Parameter parameter : parameters) {
      if (parameter instanceof Parameter.Positional positional) {
        int end = positional.many() ? positionals.size() : Math.min(next + 1, positionals.size());
        List<String> values = positionals.subList(next, end);
        if (values.isEmpty() && positional.required()) {
          return false;
        }
        for (String value : values) {
          if (!allows(positional.choices(), value)) {
            return false;
          }
        }
        if (!values.isEmpty()) {
          given.put(positional.name(), List.copyOf(values));
        }
        next = end;
      }
    }
    return next == positionals.size();
  }

  private static boolean allows(List<String> choices, String value) {
    return choices.isEmpty() || choices.contains(value);
  }

  /// Sorts values into the command's and the global ones.
  static Understood understood(Map<String, List<String>> given) {
    Map<String, List<String>> own = new LinkedHashMap<>(given);
    Globals.ALL.forEach(global -> own.remove(global.name()));
    List<String> directories = given.getOrDefault(Globals.DIRECTORY.name(), List.of());
    return new Understood(
        new Arguments(own),
        new Globals(
            given.containsKey(Globals.JSON.name()),
            given.containsKey(Globals.EVENTS.name()),
            given.containsKey(Globals.NO_COLOUR.name()),
            directories.isEmpty() ? Optional.empty() : Optional.of(directories.getFirst()),
            given.containsKey(Globals.HELP.name()),
            given.containsKey(Globals.VERSION.name())));
  }
}
