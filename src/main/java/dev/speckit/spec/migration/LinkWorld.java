package dev.speckit.spec.migration;

import dev.speckit.spec.Link;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.link.LinkResolver;
import dev.speckit.spec.link.LinkedDocument;
import dev.speckit.spec.link.WorkspaceLinks;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The files of a repository as they are, or as they would be, and what a link in one of them leads
/// to there. Paths are relative to the repository's root; of the part that moves only names are
/// known, the rest is asked of the disk.
final class LinkWorld {
  private final Places places;
  private final Set<Path> names = new HashSet<>();
  private final Set<Path> folders = new HashSet<>();
  private final LinkResolver inWorkspace;
  private final LinkResolver inRepository;

  /// @param files all plain files, of which those below `specs/` matter
  /// @param odd symbolic links and submodules
  LinkWorld(Places places, Collection<Path> files, Collection<Path> odd) {
    this.places = places;
    List<Path> below = files.stream().filter(each -> each.startsWith(places.specs())).toList();
    names.addAll(below);
    names.addAll(odd);
    for (Path each : names) {
      for (Path at = each.getParent(); at != null && folders.add(at); ) {
        at = at.getParent();
      }
    }
    this.inWorkspace = resolver(below, places.workspace());
    boolean same = places.workspace().toString().isEmpty();
    this.inRepository = same ? inWorkspace : resolver(below, Path.of(""));
  }

  /// What stands out of `specs/`, and folders below it.
  ///
  /// @param top to which the paths of links count
  private record Outside(LinkWorld world, Path top, WorkspaceLinks disk)
      implements LinkResolver.Elsewhere {
    @Override
    public LinkResolver.Look look(String path) {
      try {
        return world.look(top.resolve(path), () -> disk.look(path));
      } catch (InvalidPathException _) {
        return LinkResolver.Look.NOTHING;
      }
    }

    @Override
    public Optional<LinkedDocument> document(String path) {
      return Optional.empty();
    }
  }

  private LinkResolver.Look look(Path file, Supplier<LinkResolver.Look> disk) {
    if (!file.startsWith(places.specs())) {
      return disk.get();
    }
    if (folders.contains(file)) {
      return LinkResolver.Look.FOLDER;
    }
    return names.contains(file) ? LinkResolver.Look.FILE : LinkResolver.Look.NOTHING;
  }

  private LinkResolver resolver(List<Path> files, Path top) {
    List<String> paths = files.stream().map(each -> SpecEntry.relative(top, each)).toList();
    return new LinkResolver(paths, outside(top), _ -> Optional.empty());
  }

  private Outside outside(Path top) {
    SpecTree tree = SpecTree.open(places.root().resolve(top));
    return new Outside(this, top, new WorkspaceLinks(tree));
  }

  /// The workspace without the plain files below `specs/`, for an index of all links.
  LinkResolver.Elsewhere aroundSpecs() {
    return outside(places.workspace());
  }

  /// Whether a file of `specs/` stands there.
  boolean isFile(Path path) {
    return names.contains(path);
  }

  /// Whether a file or folder of `specs/` stands there.
  boolean isThere(Path path) {
    return names.contains(path) || folders.contains(path);
  }

  /// What a link leads to; headings and blocks do not matter. Out of the workspace, and from it to
  /// the rest of the repository, paths count from the repository's root.
  LinkResolver.Resolution resolve(Path from, Link link) {
    Link whole = new Link(link.target(), "", link.form(), false, 0, 0, 0, 0);
    if (from.startsWith(places.workspace()) || places.workspace().toString().isEmpty()) {
      LinkResolver.Resolution found =
          inRoot(
              places.workspace(),
              inWorkspace.resolve(SpecEntry.relative(places.workspace(), from), whole));
      if (!(found instanceof LinkResolver.Resolution.Dead)) {
        return found;
      }
    }
    return inRepository.resolve(SpecEntry.relative(Path.of(""), from), whole);
  }

  private static LinkResolver.Resolution inRoot(Path top, LinkResolver.Resolution found) {
    return found instanceof LinkResolver.Resolution.Found file
        ? new LinkResolver.Resolution.Found(top.resolve(file.file()).toString())
        : found;
  }

  /// The file or folder a link leads to; empty when to none or to several.
  Optional<Path> leadsTo(Path from, Link link) {
    return resolve(from, link) instanceof LinkResolver.Resolution.Found found
        ? Optional.of(Path.of(found.file()))
        : Optional.empty();
  }
}
