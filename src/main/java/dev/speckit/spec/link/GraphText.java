package dev.speckit.spec.link;

import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A graph of links as text for people and for other programs. Titles come from files that anybody
/// may have written, so each format escapes what would end a label.
final class GraphText {
  private GraphText() {}

  /// A tree of specs, below each what it leads to apart from its parent.
  static String tree(LinkGraph graph) {
    Map<String, List<LinkGraph.Node>> children = new HashMap<>();
    Set<String> keys = new HashSet<>();
    graph.nodes().forEach(each -> keys.add(each.key()));
    List<LinkGraph.Node> roots = new ArrayList<>();
    for (LinkGraph.Node node : graph.nodes()) {
      String parent = node.parent().filter(keys::contains).orElse("");
      if (parent.isEmpty()) {
        roots.add(node);
      } else {
        children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node);
      }
    }
    Map<String, List<LinkGraph.Edge>> edges = new HashMap<>();
    for (LinkGraph.Edge edge : graph.edges()) {
      edges.computeIfAbsent(edge.from(), _ -> new ArrayList<>()).add(edge);
    }
    StringBuilder text = new StringBuilder();
    roots.forEach(each -> branch(text, each, "", children, edges));
    return text.toString();
  }

  private static void branch(
      StringBuilder text,
      LinkGraph.Node node,
      String indent,
      Map<String, List<LinkGraph.Node>> children,
      Map<String, List<LinkGraph.Edge>> edges) {
    boolean file = node.key().contains("/");
    text.append(indent).append(plain(node.key()));
    text.append(file ? "" : "  " + plain(node.title())).append('\n');
    for (LinkGraph.Edge edge : edges.getOrDefault(node.key(), List.of())) {
      String word =
          switch (edge.kind()) {
            case PARENT, CONTEXT -> "";
            case DELIVERABLE -> "delivers";
            case DEPENDENCY -> "depends on";
            case LINK -> "links to";
          };
      if (!word.isEmpty()) {
        text.append(indent).append("  ").append(word).append(' ').append(plain(edge.to()));
        text.append('\n');
      }
    }
    for (LinkGraph.Node child : children.getOrDefault(node.key(), List.of())) {
      branch(text, child, indent + "  ", children, edges);
    }
  }

  /// The language of Graphviz.
  static String dot(LinkGraph graph) {
    StringBuilder text = new StringBuilder("digraph specs {\n  rankdir=LR;\n  node [shape=box];\n");
    for (LinkGraph.Node node : graph.nodes()) {
      text.append("  ").append(quoted(node.key()));
      text.append(" [label=").append(quoted(label(node))).append("];\n");
    }
    for (LinkGraph.Edge edge : graph.edges()) {
      text.append("  ").append(quoted(edge.from())).append(" -> ").append(quoted(edge.to()));
      text.append(" [label=").append(quoted(edge.kind().word())).append("];\n");
    }
    return text.append("}\n").toString();
  }

  private static String quoted(String text) {
    return '"' + plain(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// The language of Mermaid; nodes are numbered because names may be anything.
  static String mermaid(LinkGraph graph) {
    Map<String, String> names = new HashMap<>();
    StringBuilder text = new StringBuilder("graph LR\n");
    for (LinkGraph.Node node : graph.nodes()) {
      String name = "n" + (names.size() + 1);
      names.put(node.key(), name);
      text.append("  ").append(name).append("[\"").append(entities(label(node))).append("\"]\n");
    }
    for (LinkGraph.Edge edge : graph.edges()) {
      text.append("  ").append(names.get(edge.from())).append(" -->|").append(edge.kind().word());
      text.append("| ").append(names.get(edge.to())).append('\n');
    }
    return text.toString();
  }

  /// Everything but letters, digits, blanks and plain punctuation becomes its number.
  private static String entities(String text) {
    StringBuilder safe = new StringBuilder();
    plain(text)
        .codePoints()
        .forEach(c -> {
          if (Character.isLetterOrDigit(c) || " .,:/_-+!?".indexOf(c) >= 0) {
            safe.appendCodePoint(c);
          } else {
            safe.append('#').append(c).append(';');
          }
        });
    return safe.toString();
  }

  static Json.Fields json(LinkGraph graph) {
    List<Json> nodes = new ArrayList<>();
    for (LinkGraph.Node node : graph.nodes()) {
      nodes.add(
          Json.fields()
              .with("key", node.key())
              .with("title", node.title())
              .withPresent("parent", node.parent().orElse(null)));
    }
    List<Json> edges = new ArrayList<>();
    for (LinkGraph.Edge edge : graph.edges()) {
      edges.add(
          Json.fields()
              .with("from", edge.from())
              .with("to", edge.to())
              .with("kind", edge.kind().word()));
    }
    return Json.fields().with("nodes", nodes).with("edges", edges);
  }

  private static String label(LinkGraph.Node node) {
    boolean file = node.key().contains("/");
    return file || node.title().equals(node.key()) ? node.title() : node.key() + " " + node.title();
  }

  /// One line without control characters.
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          boolean broken = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
          plain.appendCodePoint(broken ? ' ' : c);
        });
    return plain.toString();
  }
}
