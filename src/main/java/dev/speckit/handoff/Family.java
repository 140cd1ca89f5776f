package dev.speckit.handoff;

import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every spec of a workspace with how far it is; what lies below an epic is added up.
final class Family {
  private final List<SpecEntry> entries;
  private final Map<SpecId, SpecEntry> byId = new HashMap<>();
  private final Map<Path, Standing> standings = new HashMap<>();

  private Family(SpecTree tree, List<SpecEntry> entries) {
    this.entries = List.copyOf(entries);
    for (SpecEntry entry : entries) {
      byId.putIfAbsent(entry.id(), entry);
    }
    for (SpecEntry entry : entries) {
      Standing own = Standing.of(tree, entry);
      standings.merge(entry.documentPath(), own, Standing::plus);
      epicOf(entry).ifPresent(epic -> standings.merge(epic.documentPath(), own, Standing::plus));
    }
  }

  static Family of(SpecTree tree) {
    return new Family(tree, tree.all());
  }

  /// Sorted by id.
  List<SpecEntry> entries() {
    return entries;
  }

  Standing standing(SpecEntry entry) {
    return standings.getOrDefault(entry.documentPath(), Standing.NOTHING);
  }

  Optional<SpecEntry> parent(SpecEntry entry) {
    return entry.parent().map(byId::get);
  }

  /// The specs directly below one.
  List<SpecEntry> children(SpecEntry entry) {
    return entries.stream()
        .filter(each -> each.parent().filter(entry.id()::equals).isPresent())
        .toList();
  }

  /// All specs below one.
  List<SpecEntry> below(SpecEntry entry) {
    List<SpecEntry> below = new ArrayList<>();
    for (SpecEntry child : children(entry)) {
      below.add(child);
      below.addAll(children(child));
    }
    return below;
  }

  /// The specs beside one, below the same parent.
  List<SpecEntry> siblings(SpecEntry entry) {
    return parent(entry).map(this::children).orElse(List.of()).stream()
        .filter(each -> !each.id().equals(entry.id()))
        .toList();
  }

  private Optional<SpecEntry> epicOf(SpecEntry entry) {
    Optional<SpecEntry> above = parent(entry);
    while (above.isPresent() && above.get().kind() != SpecKind.EPIC) {
      above = parent(above.get());
    }
    return above;
  }
}
