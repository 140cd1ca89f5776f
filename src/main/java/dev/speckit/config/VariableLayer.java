package dev.speckit.config;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Lays `SPECKIT_<SECTION>__<KEY>` variables over the configuration. A variable cannot carry `-`,
/// so `GPT_CODEX` means the agent `gpt-codex` when only that one is defined.
final class VariableLayer {
  private static final String PREFIX = "SPECKIT_";

  private final Keys keys;
  private final Configuration configuration;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> seen = new LinkedHashSet<>();

  VariableLayer(Keys keys, Configuration configuration) {
    this.keys = keys;
    this.configuration = configuration;
  }

  List<Problem> add(Map<String, String> environment) {
    new TreeMap<>(environment)
        .forEach((name, value) -> {
          if (name.startsWith(PREFIX) && name.contains("__")) {
            variable(name, value);
          }
        });
    return problems;
  }

  private void variable(String variable, String value) {
    List<String> path = new ArrayList<>();
    List<String> pattern = new ArrayList<>();
    String words = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    for (String word : words.split("__", -1)) {
      Set<String> allowed = keys.below(pattern);
      boolean named = !allowed.contains(word) && allowed.contains("*");
      if (!allowed.contains(word) && !(named && Key.NAME.matcher(word).matches())) {
        problems.add(unknown(variable, path, word, allowed));
        return;
      }
      pattern.add(named ? "*" : word);
      path.add(named ? name(String.join(".", path), word) : word);
    }
    Key<?> key = keys.find(pattern).orElse(null);
    if (key == null) {
      problems.add(unknown(variable, path, "", keys.below(pattern)));
      return;
    }
    if (!value.isBlank()) {
      set(key, variable, value, path, pattern);
    }
  }

  private void set(
      Key<?> key, String variable, String value, List<String> path, List<String> pattern) {
    String dotted = String.join(".", path);
    if (!seen.add(dotted)) {
      problems.add(
          Problem.of("set-twice", "two variables set `" + dotted + "`")
              .at(variable)
              .remedy("unset one of them"));
      return;
    }
    int star = pattern.indexOf("*");
    if (star >= 0) {
      configuration.section(
          String.join(".", path.subList(0, star + 1)), new Provenance.Variable(variable));
    }
    Object read = key.form().parse(value).orElse(null);
    if (read == null) {
      configuration.breakAt(dotted, new Provenance.Variable(variable));
      problems.add(FileLayer.wrong(key, dotted, Place.of(variable)));
      return;
    }
    configuration.put(dotted, read, new Provenance.Variable(variable));
  }

  /// The one name that reads the same when `-` is written `_`; exactly the word when that exists.
  private String name(String section, String word) {
    Set<String> names = new LinkedHashSet<>(configuration.names(section));
    names.addAll(keys.known().getOrDefault(section, List.of()));
    if (names.contains(word)) {
      return word;
    }
    List<String> alike =
        names.stream().filter(name -> name.replace('-', '_').equals(word)).toList();
    return alike.size() == 1 ? alike.getFirst() : word;
  }

  private static Problem unknown(
      String variable, List<String> path, String word, Set<String> allowed) {
    String start =
        PREFIX + path.stream().map(part -> spelled(part) + "__").reduce("", String::concat);
    String remedy =
        Nearest.of(word, allowed)
            .map(near -> "did you mean " + start + spelled(near) + "?")
            .orElse("possible after " + start + ": " + String.join(", ", allowed));
    return Problem.of("unknown-variable", "the variable " + variable + " names no setting")
        .at(variable)
        .remedy(remedy);
  }

  private static String spelled(String part) {
    return part.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
