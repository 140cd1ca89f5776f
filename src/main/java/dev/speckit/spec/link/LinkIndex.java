package dev.speckit.spec.link;

import dev.speckit.spec.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every link of a workspace and what it leads to. Made anew from the documents at each call of a
/// command: reading a document is the dear part and can be kept, this is not.
///
/// All paths are relative to the workspace, with slashes.
public final class LinkIndex {
  private static final int FEW = 20;
  private final Map<String, LinkedDocument> documents = new LinkedHashMap<>();
  private final Map<String, List<Resolved>> links = new LinkedHashMap<>();

  /// Only of documents with more than a few links, made when somebody asks.
  private final Map<String, Set<String>> leadsTo = new HashMap<>();

  /// A link and what it leads to.
  ///
  /// @param from the file that holds it
  /// @param trace `spec` or `context` for a trace-back comment; empty for any other link
  public record Resolved(String from, Link link, String trace, LinkResolver.Resolution resolution) {
    /// The file it leads to, also when the heading or block in it is not there.
    public Optional<String> file() {
      return resolution.target();
    }
  }

  private LinkIndex() {}

  /// Resolves every link of the documents.
  ///
  /// @param files all plain files below `specs/`
  public static LinkIndex of(
      Collection<String> files,
      Collection<LinkedDocument> documents,
      LinkResolver.Elsewhere elsewhere) {
    LinkIndex index = new LinkIndex();
    documents.forEach(each -> index.documents.put(each.path(), each));
    LinkResolver resolver = new LinkResolver(files, elsewhere, index::document);
    documents.forEach(each -> index.add(each, resolver));
    return index;
  }

  private void add(LinkedDocument document, LinkResolver resolver) {
    List<Resolved> resolved = new ArrayList<>();
    String from = document.path();
    for (Link link : document.links()) {
      resolved.add(new Resolved(from, link, "", resolver.resolve(from, link)));
    }
    for (LinkedDocument.Trace trace : document.traces()) {
      resolved.add(
          new Resolved(from, trace.link(), trace.key(), resolver.resolve(from, trace.link())));
    }
    links.put(from, resolved);
  }

  public Collection<LinkedDocument> documents() {
    return Collections.unmodifiableCollection(documents.values());
  }

  public Optional<LinkedDocument> document(String path) {
    return Optional.ofNullable(documents.get(path));
  }

  /// The links of one file, trace-back comments last; empty for a file that is not in the index.
  public List<Resolved> linksOf(String path) {
    return Collections.unmodifiableList(links.getOrDefault(path, List.of()));
  }

  /// Whether any link of one file leads to another.
  public boolean leads(String from, String to) {
    List<Resolved> links = this.links.getOrDefault(from, List.of());
    if (links.size() > FEW) {
      return leadsTo.computeIfAbsent(from, _ -> targets(links)).contains(to);
    }
    for (Resolved each : links) {
      if (each.file().orElse("").equals(to)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> targets(List<Resolved> links) {
    Set<String> targets = new HashSet<>();
    links.forEach(each -> each.file().ifPresent(targets::add));
    return targets;
  }
}
