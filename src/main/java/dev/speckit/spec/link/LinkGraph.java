package dev.speckit.spec.link;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What leads to what: specs, or all files, and the links between them. Pure.
///
/// @param nodes in the order of the specs, each before its files
/// @param edges without doubles
record LinkGraph(List<Node> nodes, List<Edge> edges) {

  /// A spec or a file.
  ///
  /// @param key the id of a spec, the path of a file
  /// @param title what people call it
  /// @param parent the key under which it stands in a tree; empty at the top
  public record Node(String key, String title, Optional<String> parent) {}

  /// A link, by the keys of its ends.
  public record Edge(String from, String to, Kind kind) {}

  /// What a link means.
  public enum Kind {
    PARENT,
    CONTEXT,
    DELIVERABLE,
    DEPENDENCY,
    LINK;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public LinkGraph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /// @param titles of the specs, by the path of their document
  /// @param files whether each file is a node of its own
  public static LinkGraph of(
      LinkIndex index,
      Collection<LinkFindings.SpecPlace> specs,
      Map<String, String> titles,
      boolean files) {
    Building building = new Building(index, specs, titles, files);
    building.specs();
    index.documents().forEach(building::document);
    return new LinkGraph(List.copyOf(building.nodes.values()), List.copyOf(building.edges));
  }

  /// Only what stands at or below a node, and what these are directly linked with.
  public LinkGraph around(String key) {
    Set<String> inside = new LinkedHashSet<>(Set.of(key));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Node node : nodes) {
        grown |= node.parent().filter(inside::contains).isPresent() && inside.add(node.key());
      }
    }
    List<Edge> kept =
        edges.stream()
            .filter(each -> inside.contains(each.from()) || inside.contains(each.to()))
            .toList();
    Set<String> named = new LinkedHashSet<>(inside);
    kept.forEach(each -> named.addAll(List.of(each.from(), each.to())));
    return new LinkGraph(nodes.stream().filter(each -> named.contains(each.key())).toList(), kept);
  }

  private static final class Building {
    private final LinkIndex index;
    private final Collection<LinkFindings.SpecPlace> specs;
    private final Map<String, String> titles;
    private final boolean files;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<Edge> edges = new LinkedHashSet<>();
    private final Map<String, LinkFindings.SpecPlace> byFile = new LinkedHashMap<>();
    private final Map<String, LinkFindings.SpecPlace> byFolder = new TreeMap<>();

    Building(
        LinkIndex index,
        Collection<LinkFindings.SpecPlace> specs,
        Map<String, String> titles,
        boolean files) {
      this.index = index;
      this.specs = specs;
      this.titles = titles;
      this.files = files;
    }

    void specs() {
      for (LinkFindings.SpecPlace spec : specs) {
        byFile.put(spec.document(), spec);
        byFile.put(spec.context(), spec);
        if (!spec.document().endsWith(".spec.md")) {
          byFolder.put(LinkResolver.folder(spec.document()), spec);
        }
      }
      for (LinkFindings.SpecPlace spec : specs) {
        String id = spec.id().toString();
        String title = titles.getOrDefault(spec.document(), id);
        Optional<String> parent = spec.parent().map(Object::toString);
        nodes.put(id, new Node(id, title, parent));
        parent.ifPresent(each -> edges.add(new Edge(id, each, Kind.PARENT)));
        if (files && index.document(spec.context()).isPresent()) {
          file(spec.context());
          edges.add(new Edge(id, spec.context(), Kind.CONTEXT));
        }
      }
    }

    void document(LinkedDocument document) {
      for (LinkIndex.Resolved link : index.linksOf(document.path())) {
        Optional<String> to = link.file();
        if (to.isPresent() && !to.get().equals(document.path())) {
          edge(document, link, to.get());
        }
      }
    }

    private void edge(LinkedDocument document, LinkIndex.Resolved link, String target) {
      Optional<String> from = key(document.path());
      Optional<String> to = key(target);
      if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
        return;
      }
      Kind kind = kind(document, link, target);
      boolean back = edges.contains(new Edge(to.get(), from.get(), Kind.PARENT));
      boolean said = edges.contains(new Edge(from.get(), to.get(), Kind.PARENT));
      boolean context = edges.contains(new Edge(to.get(), from.get(), Kind.CONTEXT));
      boolean journal = edges.contains(new Edge(from.get(), to.get(), Kind.CONTEXT));
      if (back || said || context || journal) {
        return;
      }
      boolean upstream =
          kind == Kind.DEPENDENCY
              && document.isUnder(link.link().line(), "Dependencies Delivered To");
      boolean traced = kind == Kind.DELIVERABLE && !link.trace().isEmpty();
      edges.add(
          upstream || traced
              ? new Edge(to.get(), from.get(), kind)
              : new Edge(from.get(), to.get(), kind));
    }

    private Kind kind(LinkedDocument document, LinkIndex.Resolved link, String target) {
      int line = link.link().line();
      if (LinkedDocument.isDeliverable(target) || !link.trace().isEmpty()) {
        return Kind.DELIVERABLE;
      }
      boolean spec = byFile.containsKey(target);
      boolean dependency =
          document.isUnder(line, "Dependencies")
              || document.isUnder(line, "Dependencies Delivered To");
      return spec && dependency ? Kind.DEPENDENCY : Kind.LINK;
    }

    /// The node that a file belongs to.
    private Optional<String> key(String path) {
      LinkFindings.SpecPlace spec = byFile.get(path);
      if (spec != null && (!files || path.equals(spec.document()))) {
        return Optional.of(spec.id().toString());
      }
      if (files) {
        file(path);
        return Optional.of(path);
      }
      return owner(path);
    }

    private void file(String path) {
      nodes.computeIfAbsent(path, each -> new Node(each, LinkResolver.name(each), owner(each)));
    }

    private Optional<String> owner(String path) {
      LinkFindings.SpecPlace own = byFile.get(path);
      if (own != null) {
        return Optional.of(own.id().toString());
      }
      String name = LinkResolver.name(path);
      String id = name.substring(0, Math.max(0, name.indexOf('.')));
      if (nodes.containsKey(id)) {
        return Optional.of(id);
      }
      String folder = LinkResolver.folder(path);
      while (!folder.isEmpty()) {
        LinkFindings.SpecPlace spec = byFolder.get(folder);
        if (spec != null) {
          return Optional.of(spec.id().toString());
        }
        folder = LinkResolver.folder(folder);
      }
      return Optional.empty();
    }
  }
}
