package dev.speckit.spec.deliverable;

import dev.speckit.host.Disk;
import dev.speckit.spec.Link;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.context.RegisteredDeliverable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What context and document of a spec register, and what became of it. Reads only.
///
/// @param registered in the order of the context, then what only the document names
/// @param unregistered files below the spec's `deliverables/` that no spec of the folder names,
///   absolute and sorted
public record DeliverableList(List<Registered> registered, List<Path> unregistered) {
  public DeliverableList {
    registered = List.copyOf(registered);
    unregistered = List.copyOf(unregistered);
  }

  /// @param file where it should be, absolute; normalized
  /// @param label empty when none is given
  /// @param description empty when none is given
  /// @param contextLine 1-based; 0 when the context does not name it
  /// @param documentLine 1-based; 0 when the document does not name it
  public record Registered(
      DeliverableKind kind,
      Path file,
      String label,
      String description,
      int contextLine,
      int documentLine,
      DeliverableState state) {
    private Registered with(DeliverableState found) {
      return new Registered(kind, file, label, description, contextLine, documentLine, found);
    }

    private Registered withDocument(Registered document) {
      return new Registered(
          kind, file, label, description, contextLine, document.documentLine, state);
    }
  }

  /// What git says of a file that is gone.
  @FunctionalInterface
  public interface Renames {
    Renames NONE = _ -> Optional.empty();

    /// Where it is now.
    ///
    /// @param file absolute, no longer there
    Optional<Path> of(Path file);

    /// How it was deleted, in one clause.
    ///
    /// @param file absolute, no longer there
    default Optional<String> deletion(Path file) {
      return Optional.empty();
    }
  }

  public static DeliverableList read(SpecTree tree, SpecEntry spec, Renames renames) {
    Map<Path, Registered> named = named(tree, spec);
    Set<Path> known = new HashSet<>(named.keySet());
    for (SpecTree.Located each : tree.layout().located()) {
      boolean beside =
          each.document().resolveSibling("").equals(spec.documentPath().resolveSibling(""));
      if (beside && !each.id().equals(spec.id())) {
        known.addAll(named(tree, tree.read(each)).keySet());
      }
    }
    List<Path> unregistered =
        below(tree, spec).stream().filter(each -> !known.contains(each)).toList();
    DeliverableSearch search =
        new DeliverableSearch(tree, spec, unregistered, known, renames::of, renames::deletion);
    List<Registered> registered = new ArrayList<>();
    for (Registered each : named.values()) {
      registered.add(each.with(search.stateOf(each.file())));
    }
    return new DeliverableList(registered, unregistered);
  }

  /// The file that an entry of a context means, there or not; empty when it is no path.
  public static Optional<Path> file(SpecEntry spec, RegisteredDeliverable entry) {
    return DeliverableEntries.file(spec, entry);
  }

  private static List<Path> below(SpecTree tree, SpecEntry spec) {
    Path folder = DeliverableFolder.of(spec.documentPath());
    return Disk.isLink(folder) || !folder.startsWith(tree.workspace())
        ? List.of()
        : Disk.filesBelow(folder);
  }

  private static Map<Path, Registered> named(SpecTree tree, SpecEntry spec) {
    Map<Path, Registered> named = new LinkedHashMap<>();
    String name = SpecEntry.relative(tree.workspace(), spec.contextPath());
    String context = tree.readText(spec.contextPath()).text();
    for (RegisteredDeliverable each : ContextDocument.of(name, context).deliverables()) {
      DeliverableEntries.file(spec, each)
          .ifPresent(file -> named.putIfAbsent(file, registered(each, file)));
    }
    for (Link link : DeliverableEntries.links(spec.path(), spec.document().text())) {
      Optional<Path> file = DeliverableEntries.file(spec.documentPath(), link);
      if (file.isPresent() && isDeliverable(tree, spec, link, file.get())) {
        named.merge(file.get(), registered(spec, link, file.get()), Registered::withDocument);
      }
    }
    return named;
  }

  /// A link to a heading or to another spec's document stands there for its reader only.
  private static boolean isDeliverable(SpecTree tree, SpecEntry spec, Link link, Path file) {
    boolean document =
        file.equals(spec.contextPath())
            || file.equals(spec.documentPath())
            || (file.startsWith(tree.specs()) && !file.toString().contains("/deliverables/"));
    return !link.target().isEmpty() && !document && file.startsWith(tree.workspace());
  }

  private static Registered registered(RegisteredDeliverable entry, Path file) {
    return new Registered(
        entry.kind(),
        file,
        entry.label(),
        entry.description(),
        entry.line(),
        0,
        new DeliverableState.Missing());
  }

  private static Registered registered(SpecEntry spec, Link link, Path file) {
    Path folder = DeliverableFolder.of(spec.documentPath());
    DeliverableKind kind = DeliverableKind.CODE;
    for (DeliverableKind each : DeliverableKind.values()) {
      kind = file.startsWith(folder.resolve(each.word())) ? each : kind;
    }
    return new Registered(kind, file, "", "", 0, link.line() + 1, new DeliverableState.Missing());
  }
}
