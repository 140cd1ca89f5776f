package dev.speckit.config;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Lays one file's tree over the configuration, checking each entry against its declaration.
final class FileLayer {
  private final Keys keys;
  private final Configuration configuration;
  private final Provenance.Layer layer;
  private final List<Problem> problems = new ArrayList<>();

  FileLayer(Keys keys, Configuration configuration, Provenance.Layer layer) {
    this.keys = keys;
    this.configuration = configuration;
    this.layer = layer;
  }

  List<Problem> add(Node.Table tree) {
    section(tree, List.of(), List.of());
    return problems;
  }

  private void section(Node.Table table, List<String> path, List<String> pattern) {
    Set<String> allowed = keys.below(pattern);
    table
        .entries()
        .forEach((name, node) -> {
          boolean named = !allowed.contains(name) && allowed.contains("*");
          if (!named && !allowed.contains(name)) {
            problems.add(unknown(path, name, allowed, node.place()));
          } else if (named && !Key.NAME.matcher(name).matches()) {
            problems.add(badName(path, name, node.place()));
          } else {
            entry(node, Keys.with(path, name), Keys.with(pattern, named ? "*" : name));
          }
        });
  }

  private void entry(Node node, List<String> path, List<String> pattern) {
    String dotted = String.join(".", path);
    Key<?> key = keys.find(pattern).orElse(null);
    if (key != null) {
      value(key, node, dotted);
      return;
    }
    if (!(node instanceof Node.Table table)) {
      problems.add(
          Problem.of("wrong-type", "`" + dotted + "` is a section, not a value")
              .at(node.place())
              .remedy("write [" + dotted + "] and its keys below it"));
      return;
    }
    if (pattern.getLast().equals("*")) {
      configuration.section(dotted, new Provenance.File(layer, node.place(), List.of()));
    }
    section(table, path, pattern);
  }

  private void value(Key<?> key, Node node, String dotted) {
    Object value = key.form().read(node).orElse(null);
    if (value == null) {
      configuration.breakAt(dotted, new Provenance.File(layer, node.place(), List.of()));
      problems.add(wrong(key, dotted, key.form().fault(node)));
      return;
    }
    List<Place> parts =
        node instanceof Node.Items items
            ? items.nodes().stream().map(Node::place).toList()
            : List.of();
    configuration.put(dotted, value, new Provenance.File(layer, node.place(), parts));
  }

  static Problem wrong(Key<?> key, String dotted, Place place) {
    return Problem.of("wrong-value", "`" + dotted + "` must be " + key.form().expectation())
        .at(place)
        .remedy("change the value, or remove it");
  }

  static Problem unknown(List<String> path, String name, Set<String> allowed, Place place) {
    String where = path.isEmpty() ? "" : String.join(".", path) + ".";
    return Problem.of("unknown-key", "there is no setting `" + where + name + "`")
        .at(place)
        .remedy(
            Nearest.of(name, allowed)
                .map(near -> "did you mean `" + where + near + "`?")
                .orElse("possible here: " + String.join(", ", new TreeSet<>(allowed))));
  }

  private static Problem badName(List<String> path, String name, Place place) {
    return Problem.of(
            "invalid-name", "`" + name + "` cannot be a name in [" + String.join(".", path) + "]")
        .at(place)
        .remedy("use lower-case words joined by - or _, such as claude_sonnet");
  }
}
