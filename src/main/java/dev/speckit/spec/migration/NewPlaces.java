package dev.speckit.spec.migration;

import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the files of a spec go when it gets another id. Pure; paths are relative to the
/// repository's root.
///
/// @param kind of the spec
/// @param document where the spec's document stands
/// @param from the spec's id
/// @param ids new ids by old ones: the spec's own, and for an epic those of its children
record NewPlaces(SpecKind kind, Path document, SpecId from, Map<SpecId, SpecId> ids) {

  /// Whether a file belongs to the spec and goes along.
  boolean isOwn(Path file) {
    Path folder = Standing.folderOf(document);
    if (kind == SpecKind.TASK) {
      return folder.equals(file.getParent()) && Standing.name(file).startsWith(from + ".");
    }
    return file.startsWith(folder);
  }

  /// Where a file of the spec goes.
  Path of(Path file) {
    Path folder = Standing.folderOf(document);
    if (kind == SpecKind.TASK) {
      return file.resolveSibling(renamed(Standing.name(file)));
    }
    Path there = folder.resolveSibling(renamed(Standing.name(folder)));
    Path inside = folder.relativize(file);
    if (kind == SpecKind.FEATURE) {
      return there.resolve(inside);
    }
    if (inside.getNameCount() == 1) {
      return there.resolve(inside);
    }
    Path feature = there.resolve(renamed(inside.getName(0).toString()));
    boolean beside = inside.getNameCount() == 2;
    Path rest = inside.subpath(1, inside.getNameCount());
    return feature.resolve(beside ? renamedTask(rest.toString()) : rest.toString());
  }

  private String renamedTask(String name) {
    return name.indexOf('.') < 0 ? name : renamed(name);
  }

  /// A name with its id, which ends at the first dot, replaced.
  private String renamed(String name) {
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    Optional<SpecId> id = SpecId.parse(first).map(ids::get);
    return id.map(each -> each + name.substring(first.length())).orElse(name);
  }

  /// @param files all that moves or may have to: tracked files, links
  /// @param ignored files that git does not know; they stay
  MovePlan plan(Collection<Path> files, Collection<Path> ignored) {
    Map<Path, Path> moves = new LinkedHashMap<>();
    files.stream().filter(this::isOwn).forEach(each -> moves.put(each, of(each)));
    Set<Path> left = new LinkedHashSet<>();
    ignored.stream().filter(this::isOwn).sorted().forEach(left::add);
    return new MovePlan(moves, folders(moves), left, java.util.List.of());
  }

  private Map<Path, Path> folders(Map<Path, Path> moves) {
    Map<Path, Path> folders = new LinkedHashMap<>();
    if (kind == SpecKind.TASK) {
      return folders;
    }
    Path own = Standing.folderOf(document);
    folders.put(own, Standing.folderOf(of(document)));
    for (Path file : moves.keySet()) {
      if (kind == SpecKind.EPIC && own.relativize(file).getNameCount() > 1) {
        Path child = own.resolve(own.relativize(file).getName(0));
        folders.put(
            child,
            own.resolveSibling(renamed(Standing.name(own))).resolve(renamed(Standing.name(child))));
      }
    }
    return folders;
  }
}
